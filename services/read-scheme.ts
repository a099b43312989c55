import { CALL_CLASSES, type Officer, type Scheme, type SchemeAgency } from "#schemas/scheme.ts";
import { AGENCY_TYPES, type AgencyType } from "#schemas/vocabulary.ts";
import { BUS_PARTS } from "./bus-users.ts";
import { type PlainYaml, readPlainYamlFile } from "./platform/yaml/plain-yaml.ts";
import { readCasework } from "./read-casework.ts";
import { readRagSettings } from "./read-rag-settings.ts";

/** Ids become subjects of the bus, folder names and database keys. */
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ACTOR = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ROLE = /^[a-z][A-Za-z]{1,63}$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const CALLS_PER_MINUTE_MAX = 1_000_000;

export type SchemeReading = { readonly scheme: Scheme } | { readonly faults: readonly string[] };

/** Reads the scheme that a file describes, or throws one error that lists every fault of it. */
export async function readScheme(file: string): Promise<Scheme> {
  const reading = checkScheme(await readPlainYamlFile(file));
  if ("scheme" in reading) return reading.scheme;
  throw new Error(`the scheme file ${file} cannot be used:\n${reading.faults.map((fault) => `  ${fault}`).join("\n")}`);
}

/** Checks what the file says; every fault is named with its place in it. */
export function checkScheme(yaml: PlainYaml): SchemeReading {
  if (yaml.outcome === "unreadable") {
    return { faults: yaml.faults.map(({ line, message }) => (line === null ? message : `line ${line}: ${message}`)) };
  }
  const check = new SchemeCheck(yaml.lineOf);
  const scheme = check.scheme(yaml.document);
  return check.faults.length > 0 ? { faults: check.faults } : { scheme };
}

type LineOf = (path: readonly (string | number)[]) => number | null;

type Members = Readonly<Record<string, unknown>>;

/** Builds the typed scheme member by member and collects what is wrong, so that all of it is told at once. */
class SchemeCheck {
  readonly faults: string[] = [];
  readonly #lineOf: LineOf;

  constructor(lineOf: LineOf) {
    this.#lineOf = lineOf;
  }

  scheme(document: unknown): Scheme {
    const members = this.#members(document, "the file", [
      "schemeId",
      "title",
      "agencies",
      "officers",
      "precedence",
      "rag",
      "casework",
    ]);
    const agencies = this.#list(members["agencies"], "agencies").map((agency, n) =>
      this.#agency(agency, `agencies[${n}]`),
    );
    const ids = agencies.map(({ agencyId }) => agencyId);
    const officers = this.#list(members["officers"], "officers").map((one, n) =>
      this.#officer(one, `officers[${n}]`, ids),
    );
    const precedence = this.#list(members["precedence"], "precedence").map((type, n) =>
      this.#agencyType(type, `precedence[${n}]`),
    );
    this.#unique(ids, "agencies", "agencyId");
    this.#unique(
      officers.map(({ agencyId, actor }) => `${agencyId} ${actor}`),
      "officers",
      "actor",
    );
    this.#unique(precedence, "precedence", "agency type");
    if (agencies.length === 0) this.faults.push("agencies: a scheme has at least one");
    const title = this.#text(members["title"], "title", /\S/, "says what the scheme is called");
    return {
      schemeId: this.#text(members["schemeId"], "schemeId", ID, ID_RULE),
      title,
      agencies,
      officers,
      precedence,
      ...(members["rag"] === undefined ? {} : { rag: readRagSettings(members["rag"], this.faults) }),
      ...(members["casework"] === undefined ? {} : this.#casework(members["casework"])),
    };
  }

  /** Faults here name their line: it is the part of the file that a scheme changes as it learns. */
  #casework(value: unknown): Pick<Scheme, "casework"> {
    const reading = readCasework(value);
    if ("casework" in reading) {
      return reading;
    }
    for (const { path, message } of reading.faults) {
      const line = this.#lineOf(["casework", ...path]) ?? this.#lineOf(["casework"]);
      this.faults.push(`line ${line}: ${["casework", ...path].join(".")}: ${message}`);
    }
    return {};
  }

  #agency(value: unknown, at: string): SchemeAgency {
    const members = this.#members(value, at, ["agencyId", "agencyType", "label", "detailHosts", "callsPerMinute"]);
    const agencyId = this.#text(members["agencyId"], `${at}.agencyId`, ID, ID_RULE);
    if (BUS_PARTS.some((part) => part === agencyId))
      this.faults.push(`${at}.agencyId: ${agencyId} is a part of the hub`);
    const hosts = members["detailHosts"] === undefined ? [] : this.#list(members["detailHosts"], `${at}.detailHosts`);
    return {
      agencyId,
      agencyType: this.#agencyType(members["agencyType"], `${at}.agencyType`),
      label: this.#text(members["label"], `${at}.label`, /\S/, "names the agency for people"),
      ...(hosts.length === 0
        ? {}
        : { detailHosts: hosts.map((host, n) => this.#text(host, `${at}.detailHosts[${n}]`, HOST, "is a host name")) }),
      ...(members["callsPerMinute"] === undefined
        ? {}
        : { callsPerMinute: this.#callsPerMinute(members["callsPerMinute"], `${at}.callsPerMinute`) }),
    };
  }

  #callsPerMinute(value: unknown, at: string): NonNullable<SchemeAgency["callsPerMinute"]> {
    const limits = Object.entries(this.#members(value, at, CALL_CLASSES));
    return Object.fromEntries(limits.map(([name, limit]) => [name, this.#callLimit(limit, `${at}.${name}`)]));
  }

  #callLimit(value: unknown, at: string): number {
    if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= CALLS_PER_MINUTE_MAX) {
      return value;
    }
    this.faults.push(`${at}: is a whole number from 1 to ${CALLS_PER_MINUTE_MAX}`);
    return 1;
  }

  #officer(value: unknown, at: string, agencyIds: readonly string[]): Officer {
    const members = this.#members(value, at, ["agencyId", "actor", "role", "email"]);
    const agencyId = this.#text(members["agencyId"], `${at}.agencyId`, ID, ID_RULE);
    if (ID.test(agencyId) && !agencyIds.includes(agencyId)) this.faults.push(`${at}.agencyId: no agency has this id`);
    return {
      agencyId,
      actor: this.#text(members["actor"], `${at}.actor`, ACTOR, "is letters, digits, dot, dash or underscore"),
      role: this.#text(members["role"], `${at}.role`, ROLE, "is one word such as leadOfficer"),
      email: this.#text(members["email"], `${at}.email`, EMAIL, "is an email address"),
    };
  }

  #agencyType(value: unknown, at: string): AgencyType {
    const known = AGENCY_TYPES.find((type) => type === value);
    if (known === undefined) this.faults.push(`${at}: is one of ${AGENCY_TYPES.join(", ")}`);
    return known ?? "police";
  }

  #text(value: unknown, at: string, form: RegExp, rule: string): string {
    if (typeof value === "string" && form.test(value)) return value;
    this.faults.push(`${at}: ${rule}`);
    return "";
  }

  #list(value: unknown, at: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.faults.push(`${at}: is a list`);
    return [];
  }

  #members(value: unknown, at: string, known: readonly string[]): Members {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.faults.push(`${at}: is a mapping with ${known.join(", ")}`);
      return {};
    }
    const members = Object.fromEntries(Object.entries(value));
    for (const name of Object.keys(members)) {
      if (!known.includes(name)) this.faults.push(`${at}: ${JSON.stringify(name)} is not known here`);
    }
    return members;
  }

  #unique(values: readonly string[], at: string, what: string): void {
    const twice = values.filter((value, index) => value !== "" && values.indexOf(value) !== index);
    for (const value of new Set(twice)) this.faults.push(`${at}: the ${what} ${JSON.stringify(value)} is there twice`);
  }
}

const ID_RULE = "is lower-case words joined by dashes";
