// Generated from events/schemas by npm run generate. Do not edit.

/**
 * an object that says which account an approved application led to
 */
export interface AccountOpened {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
applicationId: string
/**
 * 1 to 64 letters, digits and hyphens
 */
accountId: string
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
[k: string]: unknown
}

/**
 * an object with the member application
 */
export interface ApplicationAmended {
/**
 * an object with id, version and at least one of name, address and email
 */
application: {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
id: string
/**
 * 2, 3 or 4: the round of InformationRequested plus one
 */
version: (2 | 3 | 4)
/**
 * 1 to 200 characters without control characters
 */
name?: string
/**
 * 1 to 500 characters without control characters
 */
address?: string
/**
 * an e-mail address of at most 254 characters
 */
email?: string
[k: string]: unknown
}
/**
 * the user or the client that sent the amendment through the API; 1 to 200 characters without control characters
 */
submittedBy?: string
[k: string]: unknown
}

/**
 * an object that says which application was approved
 */
export interface ApplicationApproved {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
applicationId: string
/**
 * APPROVED
 */
outcome: "APPROVED"
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
/**
 * whether a reviewer decided; missing in events of earlier versions
 */
reviewed?: boolean
[k: string]: unknown
}

/**
 * an object that says which application a reviewer rejected
 */
export interface ApplicationRejected {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
applicationId: string
/**
 * REJECTED
 */
outcome: "REJECTED"
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
[k: string]: unknown
}

/**
 * an object with the member application
 */
export interface ApplicationSubmitted {
/**
 * an object with id, name and address
 */
application: {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
id: string
/**
 * 1 to 200 characters without control characters
 */
name: string
/**
 * 1 to 500 characters without control characters
 */
address: string
/**
 * an e-mail address of at most 254 characters
 */
email?: string
[k: string]: unknown
}
/**
 * the user or the client that submitted the application through the API; it counts only with attributed; 1 to 200 characters without control characters
 */
submittedBy?: string
/**
 * true if the API has checked submittedBy; an event with this member starts the workflow only if its source is account-applications.api
 */
attributed?: boolean
[k: string]: unknown
}

/**
 * an object that says which application has data that cannot be checked
 */
export interface ApplicationUnprocessable {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
applicationId: string
/**
 * FLAGGED_WITH_UNPROCESSABLE_DATA
 */
outcome: "FLAGGED_WITH_UNPROCESSABLE_DATA"
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
[k: string]: unknown
}

/**
 * an object with the seal of all case files
 */
export interface CaseFilesSealed {
/**
 * the number of the seal, counted from 1
 */
number: number
/**
 * a SHA-256 hash in 64 hexadecimal digits
 */
root: string
/**
 * the root of the seal before, a SHA-256 hash in 64 hexadecimal digits
 */
previousRoot?: string
/**
 * the number of sealed files
 */
files: number
/**
 * the number of entries of all sealed files
 */
entries: number
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
[k: string]: unknown
}

/**
 * an object that says which application was returned to the applicant, why and until when
 */
export interface InformationRequested {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
applicationId: string
/**
 * INFORMATION_REQUESTED
 */
outcome: "INFORMATION_REQUESTED"
/**
 * 1, 2 or 3: how often the application was returned; the amendment's version is this number plus one
 */
round: (1 | 2 | 3)
/**
 * NAME_UNCLEAR, ADDRESS_UNCLEAR, DATA_MISSING or OTHER
 */
reasonCode: ("NAME_UNCLEAR" | "ADDRESS_UNCLEAR" | "DATA_MISSING" | "OTHER")
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
deadline: string
/**
 * true if the event is sent again because half of the time has passed
 */
reminder?: boolean
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
[k: string]: unknown
}

/**
 * an object that says for which application nobody decided in time, or which the applicant did not amend in time
 */
export interface ReviewExpired {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
applicationId: string
/**
 * REVIEW_EXPIRED
 */
outcome: "REVIEW_EXPIRED"
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
/**
 * APPLICANT, if the applicant did not answer in time; missing if no reviewer decided in time
 */
awaited?: "APPLICANT"
[k: string]: unknown
}

/**
 * an object that says which application a person must review, why and until when
 */
export interface ReviewRequested {
/**
 * 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen
 */
applicationId: string
/**
 * FLAGGED_FOR_REVIEW
 */
outcome: "FLAGGED_FOR_REVIEW"
/**
 * one or both of NAME and ADDRESS
 * 
 * @minItems 1
 * @maxItems 2
 */
reasons: [("NAME" | "ADDRESS")]|[("NAME" | "ADDRESS"), ("NAME" | "ADDRESS")]
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
reviewDeadline: string
/**
 * a UTC time such as 2026-01-31T12:00:00.000Z
 */
occurredAt: string
[k: string]: unknown
}
