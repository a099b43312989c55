import { digestGiven, movedInWords, namedVersion, onDigest } from "./agreement-version.ts";
import { EXIT, type Terminal } from "./command.ts";
import { moveAt, OFFICER_HELP, OFFICER_OPTIONS } from "./officer-access.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat policy activate <agreement> <version> [options]

Makes a version active that every party which must has signed.
  concordat policy activate solent-iom 2 --as solent-yot --shadow

  --at <instant>       from when on, such as 2026-12-01T00:00:00Z; at once unless given
  --shadow             a day later than at once; until then it is computed beside, and nothing changes
  --erase              tell receivers to erase what no rule gives them any more; only at once
  --digest <digest>    only if the version is still this text; as it is now unless given
${OFFICER_HELP}`;

const OPTIONS = {
  ...OFFICER_OPTIONS,
  at: { type: "string" },
  shadow: { type: "boolean" },
  erase: { type: "boolean" },
  digest: { type: "string" },
} as const;

/** `concordat policy activate`: a signed version comes into force. */
export async function policyActivate(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const named = namedVersion(positionals);
  const { at, shadow, erase } = values;
  return moveAt(
    values,
    terminal,
    (call) =>
      onDigest(call, named, digestGiven(values.digest), (digest) =>
        call("POST", `/v1/agreements/${named.agreement}/activation`, {
          version: named.version,
          digest,
          at,
          shadow,
          erase,
        }),
      ),
    movedInWords,
  );
}
