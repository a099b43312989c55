import type { AgencyClient, Answer } from "#gateway/client/agency-client.ts";
import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { explainFailure } from "./call.ts";
import { BadInput, EXIT, type Terminal } from "./command.ts";
import { demoAgency, hubAccess, readPrivateKey } from "./hub-access.ts";

/** Options of the commands by which a data protection officer moves an agreement. */
export const OFFICER_OPTIONS = {
  as: { type: "string" },
  key: { type: "string" },
  origin: { type: "string" },
  actor: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

export const OFFICER_HELP = `  --as <agencyId>      as this agency of the running demonstration ($HUB_DATA/demo/agencies.json)
  --key <file>         or with this agency key (JWK or PEM), with --origin and --actor
  --origin <url>       the hub's public origin
  --actor <reference>  the data protection officer; with --as, the agency's first one unless given
  --json               print the hub's answer as one JSON object
  --help               this text

Exit: 0 done, 1 the hub refused, 2 bad input.
`;

type OfficerValues = { readonly [name in "as" | "key" | "origin" | "actor"]?: string | undefined };

const AUDIT = "dpo-audit";
const REFUSAL_MIN = 400;

/** Calls the hub as an officer for `dpo-audit`, and resolves to the exit code once the answer has been shown. */
export async function moveAt(
  values: OfficerValues & { readonly json?: boolean | undefined },
  terminal: Terminal,
  move: (call: OfficerCall) => Promise<Answer>,
  show: (answer: Answer) => string,
): Promise<number> {
  const actor = await actorOf(values, terminal);
  const { client, as, origin } = await hubAccess({ ...values, actor, purpose: AUDIT }, terminal);
  const call: OfficerCall = (method, path, body) =>
    client.call(method, path, { ...as, ...(body === undefined ? {} : { body }), signal: terminal.signal });
  try {
    const answer = await move(call);
    if (answer.status >= REFUSAL_MIN) {
      terminal.err(refusalInWords(answer));
      return EXIT.refused;
    }
    terminal.out(values.json === true ? `${JSON.stringify(answer.body)}\n` : show(answer));
    return EXIT.done;
  } catch (error) {
    return explainFailure(error, terminal, origin);
  }
}

export type OfficerCall = (method: string, path: string, body?: unknown) => ReturnType<AgencyClient["call"]>;

/** The officer's own key: of a file, or of the demonstration's officer. */
export async function officerKey(
  values: OfficerValues & { readonly "officer-key"?: string | undefined },
  terminal: Terminal,
): Promise<PrivateJwk> {
  const file = values["officer-key"];
  if (file !== undefined) {
    return readPrivateKey(file);
  }
  if (values.as === undefined) {
    throw new BadInput("Say what the officer signs with: --officer-key <file>.");
  }
  const { agency } = await demoAgency(values.as, terminal);
  const actor = await actorOf(values, terminal);
  const key = agency.officers.find((officer) => officer.actor === actor)?.privateJwk;
  if (key === undefined) {
    throw new BadInput(`The demonstration has no key of ${actor}: give --officer-key <file>.`);
  }
  return key;
}

/** An agency's first data protection officer acts unless somebody else is named. */
async function actorOf({ as, key, actor }: OfficerValues, terminal: Terminal): Promise<string | undefined> {
  if (actor !== undefined || key !== undefined) {
    return actor;
  }
  const { agency } = await demoAgency(as, terminal);
  const officer = agency.officers.find(({ role }) => role === "dpo");
  if (officer === undefined) {
    throw new BadInput(`${agency.agencyId} has no data protection officer in the demonstration: give --actor.`);
  }
  return officer.actor;
}

type Problem = {
  readonly code?: string;
  readonly title?: string;
  readonly guard?: string;
  readonly hint?: string;
  readonly missing?: readonly string[];
  readonly errors?: readonly { readonly pointer?: string; readonly line?: number | null; readonly message: string }[];
};

/** What the hub says of a refusal, the way out with it, and each fault in a line. */
function refusalInWords({ status, body }: Answer): string {
  const { code = String(status), title = "The hub refused.", guard = code, hint = title, ...more } = body as Problem;
  const { missing = [], errors = [] } = more;
  const lines = [
    `${hint} (${guard})`,
    ...missing.map((key) => `  not ticked: ${key}`),
    ...errors.map(({ pointer, line, message }) => `  ${placeOf(pointer, line)}${message}`),
  ];
  return `${lines.join("\n")}\n`;
}

function placeOf(pointer = "", line: number | null = null): string {
  return line === null ? `${pointer} `.trimStart() : `line ${line}: `;
}
