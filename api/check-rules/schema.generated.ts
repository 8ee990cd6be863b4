// Generated from workflow/check-rules by npm run generate. Do not edit.

import type { Schema } from './validate.ts';

export const SCHEMA: Schema = {
  "title": "CheckRules",
  "description": "an object with the members version, lists and checks",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "version",
    "lists",
    "checks"
  ],
  "properties": {
    "$schema": {
      "description": "the address of this schema, for editors",
      "type": "string",
      "maxLength": 200
    },
    "version": {
      "description": "a whole number from 1 to 999999; each check result names it",
      "type": "integer",
      "minimum": 1,
      "maximum": 999999
    },
    "lists": {
      "description": "an object of at most 50 lists of words; a name is a letter and up to 39 of a-z, 0-9 and hyphen",
      "type": "object",
      "maxProperties": 50,
      "propertyNames": {
        "pattern": "^[a-z][a-z0-9-]{0,39}$"
      },
      "additionalProperties": {
        "description": "a list of 1 to 2000 different words",
        "type": "array",
        "minItems": 1,
        "maxItems": 2000,
        "uniqueItems": true,
        "items": {
          "description": "a text of 1 to 100 characters",
          "type": "string",
          "minLength": 1,
          "maxLength": 100
        }
      }
    },
    "checks": {
      "description": "an object with the members NAME and ADDRESS",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "NAME",
        "ADDRESS"
      ],
      "properties": {
        "NAME": {
          "$ref": "#/$defs/rules"
        },
        "ADDRESS": {
          "$ref": "#/$defs/rules"
        }
      }
    }
  },
  "$defs": {
    "rules": {
      "description": "a list of at most 20 rules; the first rule that applies decides",
      "type": "array",
      "maxItems": 20,
      "items": {
        "$ref": "#/$defs/rule"
      }
    },
    "rule": {
      "title": "Rule",
      "description": "a rule whose kind is contains, unprocessable, matches, does-not-match, shorter-than or longer-than",
      "type": "object",
      "discriminator": {
        "propertyName": "kind"
      },
      "oneOf": [
        {
          "$ref": "#/$defs/listRule"
        },
        {
          "$ref": "#/$defs/patternRule"
        },
        {
          "$ref": "#/$defs/lengthRule"
        }
      ]
    },
    "listRule": {
      "title": "ListRule",
      "description": "an object with the members id, kind, list and says; it applies to a text that contains a word of the list",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "list",
        "says"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/id"
        },
        "kind": {
          "enum": [
            "contains",
            "unprocessable"
          ]
        },
        "list": {
          "description": "the name of a list in lists",
          "type": "string",
          "maxLength": 40
        },
        "says": {
          "$ref": "#/$defs/says"
        }
      }
    },
    "patternRule": {
      "title": "PatternRule",
      "description": "an object with the members id, kind, pattern and says",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "pattern",
        "says"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/id"
        },
        "kind": {
          "enum": [
            "matches",
            "does-not-match"
          ]
        },
        "pattern": {
          "description": "a regular expression of 1 to 200 characters",
          "type": "string",
          "minLength": 1,
          "maxLength": 200
        },
        "says": {
          "$ref": "#/$defs/says"
        }
      }
    },
    "lengthRule": {
      "title": "LengthRule",
      "description": "an object with the members id, kind, length and says",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "length",
        "says"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/id"
        },
        "kind": {
          "enum": [
            "shorter-than",
            "longer-than"
          ]
        },
        "length": {
          "description": "a number of characters from 1 to 500",
          "type": "integer",
          "minimum": 1,
          "maximum": 500
        },
        "says": {
          "$ref": "#/$defs/says"
        }
      }
    },
    "id": {
      "description": "1 to 40 characters of a-z, 0-9 and hyphen",
      "type": "string",
      "pattern": "^[a-z0-9-]{1,40}$"
    },
    "says": {
      "description": "a sentence of 1 to 200 characters, which a reviewer reads",
      "type": "string",
      "minLength": 1,
      "maxLength": 200
    }
  }
};
