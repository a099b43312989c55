import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { type PrivateJwk, signKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { signRequest } from "#gateway/client/sign-request.ts";
import { type Benchmark, median } from "./figure.ts";

const ROUNDS = 9;
const REQUESTS = 1000;
const IN_FLIGHT = 16;
const SERVERS = ["bare", "signing", "hub"] as const;
type Server = (typeof SERVERS)[number];

type Servers = Readonly<Record<Server, string>> & {
  readonly path: string;
  readonly keyid: string;
  readonly privateJwk: PrivateJwk;
  readonly answerBytes: number;
};

/** What the servers' process and PostgreSQL below it have used; null where the system does not say. */
type Cpu = { readonly nodeUs: number; readonly postgresUs: number | null };
type Observation = Cpu & { readonly perSecond: number };

/**
 * Signed, logged, projected reads beside a bare server and beside one that only verifies and signs, interleaved in one
 * run. The servers share a process and the machine with PostgreSQL and the requests' sender; PostgreSQL keeps what it
 * commits. The requests are signed before the clock starts.
 */
export const benchmark: Benchmark = async (print) => {
  const child = fork(fileURLToPath(new URL("gateway-servers.ts", import.meta.url)));
  try {
    const [servers] = (await once(child, "message")) as [Servers];
    const observations: Record<Server, Observation[]> = { bare: [], signing: [], hub: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const server of SERVERS) {
        observations[server].push(await observe(child, servers, server));
      }
    }
    report(print, observations, servers.answerBytes);
  } finally {
    child.disconnect();
    await once(child, "exit");
  }
};

function report(
  print: Parameters<Benchmark>[0],
  observations: Record<Server, Observation[]>,
  answerBytes: number,
): void {
  const n = ROUNDS * REQUESTS;
  for (const server of SERVERS) {
    const perSecond = median(observations[server].map((one) => one.perSecond));
    const nodeUs = median(observations[server].map((one) => one.nodeUs));
    print({ figure: `${server}: reads`, value: Math.round(perSecond), unit: "1/s", better: "higher", n });
    print({ figure: `${server}: node CPU per read`, value: Math.round(nodeUs), unit: "us", better: "lower", n });
  }
  for (const other of ["bare", "signing"] as const) {
    const ratios = observations.hub.map(
      (one, round) => one.perSecond / (observations[other][round]?.perSecond ?? Number.NaN),
    );
    print({
      figure: `hub to ${other}, reads per second`,
      value: round3(median(ratios)),
      unit: "ratio",
      better: "higher",
      n: ROUNDS,
    });
  }
  const postgresUs = observations.hub.flatMap((one) => (one.postgresUs === null ? [] : [one.postgresUs]));
  if (postgresUs.length > 0) {
    const value = Math.round(median(postgresUs));
    print({ figure: "hub: PostgreSQL CPU per read", value, unit: "us", better: "lower", n });
  }
  print({ figure: "answer size", value: answerBytes, unit: "bytes", better: "lower", n: 1 });
}

async function observe(child: ChildProcess, servers: Servers, server: Server): Promise<Observation> {
  const send = await prepare(servers, servers[server]);
  const cpuBefore = await cpuOf(child);
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => drain(send)));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = await cpuOf(child);
  return {
    perSecond: REQUESTS / seconds,
    nodeUs: (cpu.nodeUs - cpuBefore.nodeUs) / REQUESTS,
    postgresUs:
      cpu.postgresUs === null || cpuBefore.postgresUs === null
        ? null
        : (cpu.postgresUs - cpuBefore.postgresUs) / REQUESTS,
  };
}

async function drain(send: (() => Promise<void>)[]): Promise<void> {
  for (let next = send.pop(); next !== undefined; next = send.pop()) {
    await next();
  }
}

async function prepare(servers: Servers, origin: string): Promise<(() => Promise<void>)[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const key = signKeyOfJwk(servers.privateJwk);
  const signed = Array.from({ length: REQUESTS }, async () => {
    const headers = { "hub-actor": '"sgt-01"', "hub-purpose": "iom-case-management" };
    const target = { method: "GET", targetUri: origin + servers.path, headers };
    const { signatureInput, signature } = await signRequest(target, servers.keyid, key, new Date());
    return () => read(origin + servers.path, { ...headers, "signature-input": signatureInput, signature }, agent);
  });
  return Promise.all(signed);
}

function read(url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { headers, agent }, (answer) => {
      answer.resume();
      answer.on("end", () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
      );
    })
      .on("error", reject)
      .end();
  });
}

async function cpuOf(child: ChildProcess): Promise<Cpu> {
  child.send("cpu");
  const [cpu] = (await once(child, "message")) as [Cpu];
  return cpu;
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
