import { randomBytes } from "node:crypto";
import type { Answer } from "#gateway/client/agency-client.ts";
import { signApproval } from "#gateway/client/sign-approval.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { digestGiven, movedInWords, type NamedVersion, namedVersion } from "./agreement-version.ts";
import { changeForParty } from "./change-for-party.ts";
import { BadInput, EXIT, type Terminal } from "./command.ts";
import { moveAt, OFFICER_HELP, OFFICER_OPTIONS, officerKey } from "./officer-access.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat policy approve <agreement> <version> [options]

Without --note: prints what the version changes for your party, the gains to tick, and the digest to sign.
With --note and --digest: signs the version with the officer's own key, and sends the approval.
  concordat policy approve solent-iom 2 --as solent-housing
  concordat policy approve solent-iom 2 --as solent-housing --digest sha256:… --note "Read with the head of housing, and agreed."

  --digest <digest>    what you read and sign
  --note <text>        why, in 10 to 1000 characters
  --tick <gain>        a gain that you agree to, by its key; repeatable. Each gain of special category data must be ticked
  --officer-key <file> the officer's own private key (JWK or PEM); with --as, that of the demonstration unless given
  --party <agencyId>   for which agency, where --as does not say it
  --offline            sign, and print the body for POST /v1/agreements/<agreement>/approvals instead of sending it: it is
                       accepted within 15 minutes, once. Needs no hub; with it --officer-key and --party are enough
${OFFICER_HELP}`;

const OPTIONS = {
  ...OFFICER_OPTIONS,
  digest: { type: "string" },
  note: { type: "string" },
  tick: { type: "string", multiple: true },
  "officer-key": { type: "string" },
  party: { type: "string" },
  offline: { type: "boolean" },
} as const;

type Values = ReturnType<typeof readArguments<typeof OPTIONS>>["values"];

const NOTE_MIN = 10;
const NOTE_MAX = 1000;

/** `concordat policy approve`: an officer reads a change, and signs it with a key of their own. */
export async function policyApprove(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const named = namedVersion(positionals);
  const party = values.party ?? values.as;
  if (party === undefined) {
    throw new BadInput("Say which agency approves: --party <agencyId>.");
  }
  const isReading = values.note === undefined && values.offline !== true;
  return isReading ? readChange(values, named, party, terminal) : sign(values, named, party, terminal);
}

function readChange(values: Values, named: NamedVersion, party: string, terminal: Terminal): Promise<number> {
  const { agreement, version } = named;
  const show = ({ body }: Answer) => changeForParty(body as Exchanges["agreement-check-answer"], party);
  return moveAt(values, terminal, (call) => call("POST", `/v1/agreements/${agreement}/checks`, { version }), show);
}

async function sign(values: Values, named: NamedVersion, party: string, terminal: Terminal): Promise<number> {
  const { agreement, version } = named;
  const { note = "", tick: gains = [] } = values;
  const digest = digestGiven(values.digest);
  if (digest === undefined) {
    throw new BadInput("Say what you have read: --digest, as the command without --note prints it.");
  }
  if (note.length < NOTE_MIN || note.length > NOTE_MAX) {
    throw new BadInput(`Say why, in ${NOTE_MIN} to ${NOTE_MAX} characters: --note.`);
  }
  const nonce = randomBytes(16).toString("base64url");
  const signedAt = (terminal.now?.() ?? new Date()).toISOString();
  const approval = { agreement, version, digest, party, gains, note, nonce, signedAt };
  const signature = await signApproval(approval, await officerKey(values, terminal));
  const body = { version, digest, gains, note, signature };
  if (values.offline === true) {
    terminal.out(`${JSON.stringify(body)}\n`);
    return EXIT.done;
  }
  return moveAt(values, terminal, (call) => call("POST", `/v1/agreements/${agreement}/approvals`, body), movedInWords);
}
