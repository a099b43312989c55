import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { HeldValues } from "../facts/held-values.ts";
import { greenSinceOf } from "../rag/green-since.ts";
import { londonDay } from "../record/apply/london-day.ts";
import { lockRecord } from "../record/load-record.ts";
import type { RecordState } from "../record/record-state.ts";
import { readCaseEvents } from "./case-events-store.ts";
import { type CaseFacts, caseFacts, type RegisteredCase } from "./case-facts.ts";
import { foldCase } from "./fold-case.ts";
import { type FoldedReferral, foldReferral } from "./referral/fold-referral.ts";
import { referralFacts } from "./referral/referral-facts.ts";

export type CaseRead = {
  readonly state: RecordState;
  readonly held: HeldValues;
  readonly facts: CaseFacts;
  /** The referral that is being considered, or by which the person was last taken on; null where there is none. */
  readonly referral: FoldedReferral | null;
};

/** Where a person's case stands now, with its record locked; null for a person the hub does not keep. */
export async function readCase(
  tx: Transaction,
  personId: string,
  { scheme, settings }: { readonly scheme: Scheme; readonly settings: CaseworkSettings },
  now: Date,
): Promise<CaseRead | null> {
  const [known] = await tx`select 1 from core.person where person_id = ${personId} and state = 'active'`;
  if (known === undefined) {
    return null;
  }
  const state = await lockRecord(tx, personId);
  const held = new HeldValues(
    state.cells.filter(({ kind }) => kind === "value"),
    scheme,
  );
  const today = londonDay(now.toISOString());
  const events = await readCaseEvents(tx, personId);
  const folded = foldCase(events);
  const referral = foldReferral(events, { ...settings, agencies: scheme.agencies }, today);
  const register = await readRegistered(tx, personId);
  const greenSince = held.text("iom.ragStatus") === "green" ? await greenSinceOf(tx, state, today) : null;
  const parts = {
    held,
    folded,
    register,
    greenSince,
    referral: referralFacts(referral, today),
    isLedByReferral: (referral?.lead ?? null) !== null,
  };
  return { state, held, referral, facts: caseFacts(parts, settings, today) };
}

type Registered = { readonly statutory: boolean | null; readonly exitPlan: string | null };

async function readRegistered(tx: Transaction, personId: string): Promise<RegisteredCase> {
  const [row] = await tx<Registered[]>`
    select (body #> '{data,additionalInformation,statutory}')::boolean as statutory,
      body #>> '{data,additionalInformation,exitPlan}' as "exitPlan"
    from core.event
    where person_id = ${personId} and outcome = 'applied' and type = 'iom-team.registration.imported'
    order by time desc, arrival desc limit 1`;
  const exitPlan = EXIT_PLANS.find((one) => one === row?.exitPlan) ?? null;
  return { statutory: row?.statutory ?? null, exitPlan };
}

const EXIT_PLANS = ["drafted", "agreed", "implemented"] as const;
