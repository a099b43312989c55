import type { StatusEvent } from "./status-event.ts";

/** In minutes of a made-up clock: when the agreement's own window closes. */
export const END = 600;

export const PARTIES = ["police", "probation", "housing"] as const;
/** Two of the three must sign every change, so that one never needs to. */
export const REQUIRED = ["police", "probation"];

export type Move = {
  readonly kind: StatusEvent["kind"] | "edited";
  readonly version: number;
  readonly party: (typeof PARTIES)[number];
  readonly second: boolean;
  readonly stale: boolean;
  readonly wait: number;
  readonly delay: number;
  /** Drawn so that it may well be legal; the rest is drawn blindly. */
  readonly likely: boolean;
};

/** Design/agreements section 7 told again, as plainly as can be: what each version is called, and who did what to it. */
type Told = {
  state: "draft" | "proposed" | "approved" | "waiting" | "begun" | "over" | "deleted";
  text: string;
  authors: Set<string>;
  signed: Map<string, number>;
  base: number | null;
  starts: number;
};

export class Naive {
  now = 0;
  readonly told = new Map<number, Told>();
  readonly suspenders = new Set<string>();
  ends: number | null = null;
  texts = 0;

  pass(minutes: number): void {
    this.now += minutes;
    this.settle();
  }

  settle(): void {
    for (const one of this.told.values()) {
      if (one.state === "waiting" && one.starts <= this.now) {
        const base = one.base === null ? undefined : this.told.get(one.base);
        if (base !== undefined) base.state = "over";
        one.state = "begun";
      }
    }
  }

  latest(): number | null {
    const alive = [...this.told].filter(([, { state }]) => state === "waiting" || state === "begun");
    const last = alive.toSorted(([, a], [, b]) => a.starts - b.starts).at(-1);
    return last?.[0] ?? null;
  }

  called(version: number): string {
    const one = this.told.get(version);
    const isOver = this.ends !== null && this.ends <= this.now;
    switch (one?.state) {
      case "waiting":
        return isOver ? "terminated" : "approved";
      case "begun":
        return isOver ? "terminated" : this.calledWhileItLasts();
      case "over":
        return "superseded";
      case "proposed":
      case "approved":
        return one.state;
      default:
        return "draft";
    }
  }

  calledWhileItLasts(): string {
    if (this.now >= END) return "expired";
    return this.suspenders.size > 0 ? "suspended" : "active";
  }

  isLive(version: number): boolean {
    return ["active", "suspended"].includes(this.called(version));
  }

  isOpen(version: number): boolean {
    const one = this.told.get(version);
    return (
      one !== undefined &&
      (["draft", "proposed", "approved"].includes(one.state) || (one.state === "waiting" && this.latest() === version))
    );
  }

  allows(move: Move): boolean {
    return ALLOWED[move.kind](this, move, this.told.get(move.version));
  }

  make({ kind, version, party, second, delay }: Move): void {
    const one = this.told.get(version);
    const who = `${party} ${second}`;
    const starts = this.now + Math.max(0, delay);
    this.texts += 1;
    if (kind === "drafted") {
      this.told.set(version, { ...unsigned(), text: `t${this.texts}`, authors: new Set([who]) });
    } else if (kind === "suspended") {
      this.suspenders.add(party);
    } else if (kind === "resumed") {
      this.suspenders.delete(party);
    } else if (kind === "terminated") {
      this.ends = starts;
    } else if (one !== undefined) {
      this.change(one, kind, { who, party, starts });
    }
    this.settle();
  }

  change(one: Told, kind: Move["kind"], { who, party, starts }: { who: string; party: string; starts: number }): void {
    if (kind === "edited") {
      Object.assign(one, unsigned(), { text: `t${this.texts}` });
      one.authors.add(who);
    } else if (kind === "returned") {
      Object.assign(one, unsigned());
    } else if (kind === "deleted") {
      one.state = "deleted";
    } else if (kind === "proposed") {
      Object.assign(one, unsigned(), { state: "proposed", base: this.latest() });
    } else if (kind === "approved") {
      one.signed.set(party, this.now);
      one.state = REQUIRED.every((needed) => one.signed.has(needed)) ? "approved" : "proposed";
    } else if (kind === "activated") {
      Object.assign(one, { state: "waiting", starts });
    }
  }
}

function unsigned() {
  return { state: "draft" as const, signed: new Map<string, number>(), base: null, starts: 0 };
}

type Allowed = (naive: Naive, move: Move, one: Told | undefined) => boolean;

const isOwn = (one: Told | undefined, party: string) =>
  one !== undefined && [...one.authors].some((author) => author.startsWith(`${party} `));
const wrote = (one: Told | undefined, { party, second }: Move) => one?.authors.has(`${party} ${second}`) === true;
const follows = (naive: Naive, one: Told | undefined) => one !== undefined && naive.latest() === one.base;

const ALLOWED: Readonly<Record<Move["kind"], Allowed>> = {
  drafted: (naive, { version }) => naive.ends === null && version === naive.told.size + 1,
  edited: (naive, { version, party, stale }, one) =>
    naive.ends === null && naive.isOpen(version) && isOwn(one, party) && !stale,
  deleted: (_, { party, stale }, one) => one?.state === "draft" && isOwn(one, party) && !stale,
  proposed: (naive, move, one) =>
    naive.ends === null &&
    one?.state === "draft" &&
    wrote(one, move) &&
    !move.stale &&
    (naive.latest() ?? 0) < move.version,
  returned: (naive, { version, party, stale }, one) =>
    naive.isOpen(version) && one?.state !== "draft" && (isOwn(one, party) || REQUIRED.includes(party)) && !stale,
  approved: (naive, move, one) =>
    one?.state === "proposed" &&
    !move.stale &&
    !one.signed.has(move.party) &&
    follows(naive, one) &&
    !wrote(one, move) &&
    REQUIRED.includes(move.party),
  activated: (naive, { stale, delay }, one) =>
    naive.ends === null && one?.state === "approved" && !stale && follows(naive, one) && inTime(naive, one, delay),
  suspended: (naive, { version, party }) => naive.isLive(version) && !naive.suspenders.has(party),
  resumed: (naive, { version, party }) => naive.isLive(version) && naive.suspenders.has(party),
  terminated: (naive, { version }) => naive.ends === null && naive.isLive(version),
};

function inTime(naive: Naive, { base, signed }: Told, delay: number): boolean {
  const wanted = naive.now + delay;
  const starts = Math.max(naive.now, wanted);
  const before = base === null ? undefined : naive.told.get(base);
  return wanted >= Math.max(...signed.values()) && starts < END && (before === undefined || starts > before.starts);
}
