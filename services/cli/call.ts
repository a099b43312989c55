import { readFile } from "node:fs/promises";
import { AnswerRefused } from "#gateway/client/answer-refused.ts";
import { BadInput, type Command, EXIT, type Terminal } from "./command.ts";
import { ACCESS_HELP, ACCESS_OPTIONS, hubAccess } from "./hub-access.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat call <method> <path> [--body <file>] [options]

Makes a signed call and prints the body of the answer, once its signature verified.
  concordat call GET /v1/people/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11 --as solent-housing

${ACCESS_HELP}
  --body <file>        JSON to send; - reads it from standard input
  --header <name:value>  a further header of the profile, such as If-Match; repeatable, signed like the rest
  --json               print one JSON object with status, headers and body

Exit: 0 the hub answered with success, 1 it refused or the answer could not be believed, 2 bad input.
`;

const METHODS: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "DELETE"]);
const SENDING: ReadonlySet<string> = new Set(["POST", "PUT"]);
const SUCCESS_MAX = 399;
const REFUSAL_MIN = 400;

export const call: Command = {
  summary: "make a signed call and print the verified answer",
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      ...ACCESS_OPTIONS,
      body: { type: "string" },
      header: { type: "string", multiple: true },
      json: { type: "boolean" },
    });
    const [method = "", path = "", ...rest] = positionals;
    if (!METHODS.has(method) || !path.startsWith("/") || rest.length > 0) {
      throw new BadInput("Give a method (GET, POST, PUT or DELETE) and a path that starts with a slash.");
    }
    if (SENDING.has(method) && values.body === undefined) {
      throw new BadInput(`${method} sends something: name it with --body <file>.`);
    }
    const body = values.body === undefined ? {} : { body: await readBody(values.body) };
    const headers = { headers: readHeaders(values.header ?? []) };
    const { client, as, origin } = await hubAccess(values, terminal);
    try {
      const answer = await client.call(method, path, { ...as, ...headers, ...body, signal: terminal.signal });
      terminal.out(values.json === true ? `${JSON.stringify(answer)}\n` : printed(answer.body));
      return answer.status <= SUCCESS_MAX ? EXIT.done : EXIT.refused;
    } catch (error) {
      return explainFailure(error, terminal, origin);
    }
  },
};

/** Says why there is no answer to print. What nobody signed is shown as such, on the side. */
export function explainFailure(error: unknown, { err }: Terminal, origin: string): number {
  if (error instanceof AnswerRefused) {
    err(`${refusedAnswer(error)}\n`);
    return EXIT.refused;
  }
  if (error instanceof Error && "code" in error) {
    err(`${unreachable(origin, error)}; is it running?\n`);
    return EXIT.refused;
  }
  throw error;
}

export function unreachable(origin: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return `The hub at ${origin} cannot be reached${code}`;
}

/** The hub signs nothing for a call that it cannot tie to an agency or a route, so most such answers are honest. */
function refusedAnswer({ code, unverified }: AnswerRefused): string {
  if (unverified === null) {
    return `The answer cannot be believed: ${code}.`;
  }
  const { status, body } = unverified;
  const said = code === "signature-missing" && status >= REFUSAL_MIN;
  const what = said
    ? `The call was refused with ${status}, in an answer that nobody signed`
    : `The answer cannot be believed: ${code}`;
  return `${what}.\nUnsigned, so for people only: ${body}`;
}

function printed(body: unknown): string {
  if (body === null) {
    return "";
  }
  return typeof body === "string" ? `${body}\n` : `${JSON.stringify(body, null, 2)}\n`;
}

async function readBody(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file === "-" ? "/dev/stdin" : file).catch((cause: unknown) => {
    throw new BadInput(`${file} cannot be read.`, { cause });
  });
  try {
    JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new BadInput(`${file} is not JSON.`, { cause });
  }
  return bytes;
}

function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      if (colon < 1) {
        throw new BadInput(`A header is name:value, and ${line} is not.`);
      }
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
