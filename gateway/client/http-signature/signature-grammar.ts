/**
 * The grammar of Signature-Input and Signature, by hand and with one accepted spelling of everything
 * (design/signed-calls section 1, principle 4). It is deliberately narrower than RFC 9651: no escapes in strings,
 * one space between components, none around parameters.
 */

export type BareItem = {
  /** `other` is well formed but of no type that a signature parameter may have. */
  readonly kind: "string" | "integer" | "flag" | "other";
  /** Content of a string without its quotes; otherwise as spelled. */
  readonly text: string;
};

export type Parameters = readonly (readonly [name: string, value: BareItem])[];

export type Component = {
  readonly name: string;
  readonly parameters: Parameters;
  /** As spelled, parameters included: the left side of its line in the signature base. */
  readonly identifier: string;
};

export type SignatureInputMember = {
  readonly label: string;
  readonly components: readonly Component[];
  readonly parameters: Parameters;
  /** Everything after `label=`, byte for byte: the value of `@signature-params`. */
  readonly text: string;
};

export type SignatureMember = { readonly label: string; readonly bytes: Buffer };

type Cursor = { readonly text: string; at: number };

const KEY = /[a-z*][a-z0-9_.*-]*/y;
const STRING = /"[\x20\x21\x23-\x5b\x5d-\x7e]*"/y;
const NUMBER = /-?[0-9]+(?:\.[0-9]+)?/y;
const INTEGER = /^(?:0|[1-9][0-9]{0,14})$/;
const OTHER_ITEM = /\?[01]|@-?[0-9]+|:[A-Za-z0-9+/]*={0,2}:|[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*/y;
const BINARY = /:[A-Za-z0-9+/]*={0,2}:/y;
const SEPARATOR = /[ \t]*,[ \t]*/y;

/** Every member of a Signature-Input value in order; null when it does not follow the grammar. */
export function parseSignatureInput(text: string): readonly SignatureInputMember[] | null {
  return parseMembers(text, readSignatureInputMember);
}

/** Every member of a Signature value in order; null when it does not follow the grammar. */
export function parseSignature(text: string): readonly SignatureMember[] | null {
  return parseMembers(text, readSignatureMember);
}

/** The bytes of canonical base64, or null: another spelling of the same bytes would be a second accepted value. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

/** The value of a parameter, or undefined when it is not there. */
export function parameter(parameters: Parameters, name: string): BareItem | undefined {
  return parameters.find(([known]) => known === name)?.[1];
}

function parseMembers<M>(text: string, readMember: (cursor: Cursor, label: string) => M | null): readonly M[] | null {
  const cursor: Cursor = { text, at: 0 };
  const members: M[] = [];
  do {
    const label = take(cursor, KEY);
    if (label === null || !takeChar(cursor, "=")) {
      return null;
    }
    const member = readMember(cursor, label);
    if (member === null) {
      return null;
    }
    members.push(member);
  } while (take(cursor, SEPARATOR) !== null);
  return cursor.at === text.length ? members : null;
}

function readSignatureInputMember(cursor: Cursor, label: string): SignatureInputMember | null {
  const start = cursor.at;
  const components = readComponents(cursor);
  const parameters = components === null ? null : readParameters(cursor);
  if (components === null || parameters === null) {
    return null;
  }
  return { label, components, parameters, text: cursor.text.slice(start, cursor.at) };
}

function readSignatureMember(cursor: Cursor, label: string): SignatureMember | null {
  const spelled = take(cursor, BINARY);
  const bytes = spelled === null ? null : decodeBase64(spelled.slice(1, -1));
  return bytes === null ? null : { label, bytes };
}

function readComponents(cursor: Cursor): readonly Component[] | null {
  if (!takeChar(cursor, "(")) {
    return null;
  }
  const components: Component[] = [];
  while (!takeChar(cursor, ")")) {
    const component = components.length > 0 && !takeChar(cursor, " ") ? null : readComponent(cursor);
    if (component === null) {
      return null;
    }
    components.push(component);
  }
  return components;
}

function readComponent(cursor: Cursor): Component | null {
  const start = cursor.at;
  const quoted = take(cursor, STRING);
  const parameters = quoted === null ? null : readParameters(cursor);
  if (quoted === null || parameters === null) {
    return null;
  }
  return { name: quoted.slice(1, -1), parameters, identifier: cursor.text.slice(start, cursor.at) };
}

function readParameters(cursor: Cursor): Parameters | null {
  const parameters: (readonly [string, BareItem])[] = [];
  while (takeChar(cursor, ";")) {
    const name = take(cursor, KEY);
    const value = name === null ? null : readParameterValue(cursor);
    if (name === null || value === null || parameter(parameters, name) !== undefined) {
      return null;
    }
    parameters.push([name, value]);
  }
  return parameters;
}

function readParameterValue(cursor: Cursor): BareItem | null {
  if (!takeChar(cursor, "=")) {
    return { kind: "flag", text: "" };
  }
  const quoted = take(cursor, STRING);
  if (quoted !== null) {
    return { kind: "string", text: quoted.slice(1, -1) };
  }
  const number = take(cursor, NUMBER);
  if (number !== null) {
    return { kind: INTEGER.test(number) ? "integer" : "other", text: number };
  }
  const other = take(cursor, OTHER_ITEM);
  return other === null ? null : { kind: "other", text: other };
}

function take(cursor: Cursor, pattern: RegExp): string | null {
  const start = cursor.at;
  pattern.lastIndex = start;
  if (!pattern.test(cursor.text)) {
    return null;
  }
  cursor.at = pattern.lastIndex;
  return cursor.text.slice(start, cursor.at);
}

function takeChar(cursor: Cursor, char: string): boolean {
  if (cursor.text[cursor.at] !== char) {
    return false;
  }
  cursor.at += 1;
  return true;
}
