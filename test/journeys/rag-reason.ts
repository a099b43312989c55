/** Said somewhere in the evidence of every reason, and never in an answer about the rating: a reason tells and does not quote. */
export const HIDING = "canary-in-the-evidence";

type Planted = {
  readonly agency: string;
  readonly type: string;
  readonly time: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type Reason = {
  readonly name: string;
  readonly rule: string;
  readonly colour: "red" | "amber";
  readonly events: readonly Planted[];
  readonly registered?: Readonly<Record<string, unknown>>;
  /** By the clauses of the demonstration's agreement, for case management. */
  readonly seenBy: readonly string[];
};

export const [POLICE, TEAM, PROBATION, YOT] = [
  "hampshire-police",
  "iom-team",
  "solent-probation",
  "solent-yot",
] as const;
export const [HOUSING, DRUGS] = ["solent-housing", "solent-drug-services"] as const;

/** Who is told colours at all (P55). */
export const READERS = [POLICE, TEAM, PROBATION, YOT, HOUSING, DRUGS].map((agencyId) => ({ agencyId }));

const RATED = { ragStatus: "amber", ragSetAt: "2026-11-15T00:00:00Z" };
export const AT = "2026-11-18T10:00:00Z";

export const event = (agency: string, type: string, payload: object, time = AT): Planted => ({
  agency,
  type,
  time,
  payload: { ...payload },
});
export const fitted = event(
  "em-provider",
  "electronic-monitoring.tag.fitted",
  {
    emsId: `EMS-${HIDING}`,
    deviceId: 3400999,
    type: "gpsTrail",
    eligibleOffence: "RB",
    orderStart: "2026-10-01",
    orderEnd: "2027-05-01",
    releaseDate: "2026-10-01",
    licenceExpiry: "2027-05-01",
    ppo: false,
    mappa: false,
    activatedFrom: "2026-10-01T12:00:00Z",
  },
  "2026-10-01T12:00:00Z",
);
export const matched = { matchId: "M-1", crimeReference: HIDING, crimeVersion: 1 };
export const consented = (fields: readonly string[]) =>
  event(
    DRUGS,
    "drug-services.consent.given",
    {
      consentId: `CN-${fields.join("-").replaceAll(".", "-")}`,
      capturedAt: "2026-11-01T10:00:00Z",
      method: "signed",
      fields,
      recipients: [POLICE, PROBATION],
      purposes: ["iom-case-management"],
      validFrom: "2026-11-01T10:00:00Z",
      evidenceRef: HIDING,
    },
    "2026-11-01T10:00:00Z",
  );

export const reason = (
  name: string,
  rule: string,
  colour: Reason["colour"],
  events: readonly Planted[],
  seenBy: readonly string[],
): Reason => ({
  name,
  rule,
  colour,
  events,
  seenBy,
  registered: RATED,
});
