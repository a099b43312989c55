import { digestGiven, movedInWords, namedVersion, onDigest } from "./agreement-version.ts";
import { EXIT, type Terminal } from "./command.ts";
import { moveAt, OFFICER_HELP, OFFICER_OPTIONS } from "./officer-access.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat policy propose <agreement> <version> [options]

Puts a draft that you wrote before the parties that must sign it.
  concordat policy propose solent-iom 2 --as solent-yot

  --digest <digest>    only if the draft is still this text; as it is now unless given
${OFFICER_HELP}`;

const OPTIONS = { ...OFFICER_OPTIONS, digest: { type: "string" } } as const;

/** `concordat policy propose`: the author puts a draft before the parties. */
export async function policyPropose(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const named = namedVersion(positionals);
  return moveAt(
    values,
    terminal,
    (call) =>
      onDigest(call, named, digestGiven(values.digest), (digest) =>
        call("POST", `/v1/agreements/${named.agreement}/proposal`, { version: named.version, digest }),
      ),
    movedInWords,
  );
}
