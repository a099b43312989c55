import { dpoAt, NOTE } from "../dpo-at-work.ts";
import { until } from "../eventually.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "../gateway-at-work.ts";
import { type FollowedStream, followToEnd, type StreamEnd } from "../streams-at-work.ts";
import { type Benchmark, percentile } from "./figure.ts";

const ROUNDS = 25;
const NODES = 2;
const STREAMS_A_NODE = 2;
const CHANGE_EVERY_MS = 25;
const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };
const RATINGS = ["amber", "red", "green"];

/**
 * One agency suspends an agreement by a signed call to one of two gateways on one database, while streams are open on both and there
 * is always a next change to be told. Measured from before the call is signed to the last update that any stream gave; the
 * round ends when the hub has refused to open every one of them again.
 */
export const benchmark: Benchmark = async (print) => {
  await using hub = await startGatewayAtWork({ nodes: NODES });
  const over = new AbortController();
  const feed = keepChanging(hub, await hub.addPerson({ values: {} }), over.signal);
  try {
    const lastByteMs = await suspendAgainAndAgain(hub, over.signal);
    for (const share of [0.5, 0.95, 1]) {
      const which = share === 1 ? "max" : `p${share * 100}`;
      print({
        figure: `suspension to the last update under the old agreement, two replicas, ${which}`,
        value: Math.round(percentile(lastByteMs, share)),
        unit: "ms",
        better: "lower",
        n: ROUNDS,
      });
    }
  } finally {
    over.abort();
    await feed;
  }
};

async function suspendAgainAndAgain(hub: GatewayAtWork, signal: AbortSignal): Promise<readonly number[]> {
  const lastByteMs: number[] = [];
  let after: string | undefined;
  const move = async (body: Readonly<Record<string, unknown>>) => {
    const { status } = await dpoAt(hub, "hampshire-police").move("suspension", { version: 1, ...body });
    if (status !== 200) throw new Error(`the suspension was answered ${status}`);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { cursor } = await hub.client("iom-team").pullAll({ ...AS_TEAM, ...(after === undefined ? {} : { after }) });
    after = cursor;
    const streams = hub.nodes.flatMap((node) =>
      Array.from({ length: STREAMS_A_NODE }, () =>
        followToEnd(node.client("iom-team"), AS_TEAM, { lastEventId: cursor, signal }),
      ),
    );
    await until(() => streams.every(({ updates }) => updates().length > 1));
    const movedAt = performance.now();
    await move({ reason: NOTE });
    const ends = await Promise.all(streams.map(endOf));
    lastByteMs.push(Math.max(0, ...ends.map(({ lastUpdateAt }) => lastUpdateAt - movedAt)));
    await move({ reason: NOTE, resume: true });
    await until(async () => (await hub.client("iom-team").call("GET", "/v1/events", AS_TEAM)).status === 200);
  }
  return lastByteMs;
}

async function endOf(stream: FollowedStream): Promise<StreamEnd> {
  const end = await stream.ended;
  if (!(end.error instanceof Error && end.error.name === "StreamRefused")) {
    throw new Error("a stream ended otherwise than by the suspension", { cause: end.error });
  }
  return end;
}

/** Writes one change after another until it is over. */
async function keepChanging(hub: GatewayAtWork, person: string, over: AbortSignal): Promise<void> {
  for (let change = 0; !over.aborted; change += 1) {
    await new Promise((resolve) => setTimeout(resolve, CHANGE_EVERY_MS));
    const rating = held("iom-team", RATINGS[change % RATINGS.length]);
    // The cohort is the police's, so that it reaches the team as another's data.
    const cohort = held("hampshire-police", change % 2 === 0 ? "fixed" : "flex");
    const values = { "iom.ragStatus": rating, "iom.cohort": cohort };
    await hub.changePerson(person, { values }, { fields: ["iom.ragStatus", "iom.cohort"] });
  }
}
