import type { AgencyEvent, PersonReference } from "#schemas/agency-event.ts";
import type { Scheme } from "#schemas/scheme.ts";

export const NOW = "2026-11-21T12:00:00.000Z";

export const TEST_SCHEME: Scheme = {
  schemeId: "solent",
  title: "Solent IOM (test)",
  agencies: [
    { agencyId: "hampshire-police", agencyType: "police", label: "Police" },
    { agencyId: "solent-probation", agencyType: "probation", label: "Probation" },
    { agencyId: "solent-yot", agencyType: "yot", label: "YOT" },
    { agencyId: "solent-housing", agencyType: "housing", label: "Housing" },
    { agencyId: "solent-drug-services", agencyType: "drug-services", label: "Drug services" },
    { agencyId: "winchester-prison", agencyType: "prison", label: "Prison" },
    { agencyId: "em-provider", agencyType: "electronic-monitoring", label: "EM" },
    { agencyId: "iom-team", agencyType: "iom-team", label: "IOM" },
  ],
  officers: [
    {
      agencyId: "solent-probation",
      actor: "prac-02",
      role: "probationPractitioner",
      email: "j.marsh@probation.example",
    },
  ],
  precedence: ["probation", "police", "prison", "iom-team", "yot", "housing", "electronic-monitoring", "drug-services"],
};

type EventParts = {
  readonly type: string;
  readonly agency: string;
  readonly person: PersonReference | null;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly time?: string;
  readonly id?: string;
  readonly recorded?: string;
};

let made = 0;

/** An event as a connector would make it; its id is new each time unless given. */
export function eventOf({
  type,
  agency,
  person,
  payload = {},
  time = NOW,
  id,
  recorded = NOW,
}: EventParts): AgencyEvent {
  made += 1;
  return {
    specversion: "1.0",
    id: id ?? `made-up-${made}-event`,
    source: `/agencies/${agency}/made-up`,
    type,
    time,
    datacontenttype: "application/json",
    dataschema: `/schemas/${type}/1`,
    agencyid: agency,
    recordedtime: recorded,
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: `ref-${made}`,
      personReference: person,
      dataSubjectCategory: "convicted",
      assertion: "fact",
      additionalInformation: payload,
    },
  };
}
