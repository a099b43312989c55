import type { Door, Fault } from "../door/door.ts";
import type { Outlet } from "./outlets.ts";

/** What is wrong at a door, in sentences; none is a pass. */
export type Check = (door: Door) => Promise<readonly string[]>;

/** A fault of this class, put into a gateway on purpose, and where its checks must see it. */
export type Broken = { readonly fault: Fault; readonly seenAt: readonly Outlet[] };

/** One class of design/leaks.md: how each outlet is tried for it, why others need not be, and that the trial can fail. */
export type LeakClass = {
  readonly id: `L${number}`;
  /** What holds, as a sentence about the outlet. */
  readonly says: string;
  readonly checks: Readonly<Partial<Record<Outlet, Check>>>;
  /** By reason. Every outlet is either checked or here, and never both. */
  readonly doesNotApply: Readonly<Record<string, readonly Outlet[]>>;
  readonly broken: Readonly<Record<string, Broken>>;
};

/** One check for several outlets. */
export function at(outlets: readonly Outlet[], checkOf: (outlet: Outlet) => Check): LeakClass["checks"] {
  return Object.fromEntries(outlets.map((outlet) => [outlet, checkOf(outlet)]));
}
