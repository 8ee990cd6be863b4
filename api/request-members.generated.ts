// Generated from api/openapi.v1.json by npm run generate. Do not edit.

/** Names of the members of an object; null for a member whose own members are not named. */
export interface Members {
  readonly [name: string]: Members | null;
}

/** The members that the request body of a route may have. */
export const REQUEST_MEMBERS = {
  "POST /applications": {
    "application": {
      "id": null,
      "name": null,
      "address": null,
      "email": null
    }
  },
  "POST /applications/search": {
    "text": null,
    "limit": null,
    "cursor": null
  },
  "POST /applications/{id}/amendments": {
    "application": {
      "version": null,
      "name": null,
      "address": null,
      "email": null
    }
  },
  "POST /applications/{id}/erasure": {
    "reason": null,
    "reference": null
  },
  "POST /applications/{id}/erasure/confirmation": {},
  "POST /reviews/{applicationId}/claim": {
    "takeOver": null
  },
  "POST /reviews/{applicationId}/release": {},
  "POST /reviews/{applicationId}/assign": {
    "reviewer": null
  },
  "POST /reviews/{applicationId}/decision": {
    "decision": null,
    "reasonCode": null,
    "comment": null,
    "questions": null
  },
  "POST /reviews/bulk-decisions": {
    "items": null,
    "count": null,
    "decision": null,
    "reasonCode": null,
    "comment": null
  },
  "POST /reviews/assignments": {
    "items": null
  },
  "POST /reviews/next": {},
  "POST /absences/{username}": {
    "until": null
  },
  "POST /absences/{username}/end": {},
  "POST /operations/executions/{execution}/redrive": {},
  "POST /operations/executions/{execution}/stop": {},
  "POST /operations/pattern-test": {
    "event": null
  },
  "POST /operations/dead-letters/{queue}/redrive": {
    "ids": null
  },
  "POST /operations/replays": {
    "from": null,
    "to": null,
    "isPreview": null
  },
  "POST /operations/previews/{name}/take": {},
  "POST /rule-trials": {
    "rules": null,
    "from": null,
    "to": null
  },
  "POST /rule-trials/{id}/continue": {}
} as const satisfies Readonly<Record<string, Members>>;
