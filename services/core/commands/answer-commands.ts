import type { Msg } from "@nats-io/transport-node";
import type { NatsConnection } from "../../platform/bus/bus.ts";
import { decideReview } from "../linkage/decide-review.ts";
import { faultCode } from "../stream/transient-faults.ts";
import { tagHitCommands } from "../tag-hits/hit-commands.ts";
import { caseCommands } from "./case-commands.ts";
import { type Command, type CommandDeps, MALFORMED } from "./command.ts";
import { evaluationCommands } from "./evaluation-commands.ts";
import { meetingCommands } from "./meeting-commands.ts";
import { parseReviewDecision, parseSourcePosition } from "./parse-commands.ts";
import { ragCommands } from "./rag-commands.ts";
import { referralCommands } from "./referral-commands.ts";

const QUEUE = "core";
const BODY_BYTES_MAX = 65_536;

/** Answers the core's commands on the bus until it is disposed of. Several cores share the work. */
export function answerCommands(bus: NatsConnection, deps: CommandDeps): AsyncDisposable {
  const commands: Readonly<Record<string, Command>> = {
    "core.source-position.read": readSourcePosition(deps),
    "core.link-review.decide": decide(deps),
    "core.roster.size": rosterSize(deps),
    ...tagHitCommands(deps),
    ...ragCommands(deps),
    ...caseCommands(deps),
    ...referralCommands(deps),
    ...meetingCommands(deps),
    ...evaluationCommands(deps),
  };
  const subscriptions = Object.entries(commands).map(([subject, command]) =>
    bus.subscribe(subject, { queue: QUEUE, callback: (error, message) => void answer(error, message, command, deps) }),
  );
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(subscriptions.map((subscription) => (bus.isClosed() ? null : subscription.drain())));
    },
  };
}

/** A command that fails is not answered with a guess: the caller is told that it was not done. */
async function answer(error: Error | null, message: Msg, command: Command, { log }: CommandDeps): Promise<void> {
  if (error !== null) {
    log.warn({ code: faultCode(error) }, "a command did not arrive");
    return;
  }
  try {
    const body: unknown = message.data.length > BODY_BYTES_MAX ? null : readJson(message.data);
    message.respond(JSON.stringify(await command(body)));
  } catch (fault) {
    log.error({ subject: message.subject, code: faultCode(fault) }, "a command failed");
    message.respond(JSON.stringify({ outcome: "failed" }));
  }
}

function readJson(data: Uint8Array): unknown {
  try {
    return data.length === 0 ? null : JSON.parse(new TextDecoder().decode(data));
  } catch {
    return null;
  }
}

function readSourcePosition({ sql }: CommandDeps): Command {
  return async (body) => {
    const asked = parseSourcePosition(body);
    if (asked === null) {
      return MALFORMED;
    }
    const [row] = await sql<{ position: string }[]>`
      select position from core.source_position where agency_id = ${asked.agencyId} and source = ${asked.source}`;
    return { position: Number(row?.position ?? 0) };
  };
}

function decide({ sql, rules, clock, onCommitted }: CommandDeps): Command {
  return async (body) => {
    const decision = parseReviewDecision(body);
    if (decision === null) {
      return MALFORMED;
    }
    const outcome = await sql.begin((tx) => decideReview(tx, decision, rules, clock.now()));
    onCommitted();
    return outcome;
  };
}

function rosterSize({ sql }: CommandDeps): Command {
  return async () => {
    const [row] = await sql<{ people: string }[]>`select count(*) as people from core.person where state = 'active'`;
    return { people: Number(row?.people ?? 0) };
  };
}
