import { createDetailSource } from "../feeds/detail-source.ts";
import { unknownReference } from "../rows/row-problems.ts";
import { type SampleAgency, type SampleReading, sampleAgency } from "../sample-agency.ts";
import { probationConnector } from "./connector.ts";

const HOSTS = ["probation-api.example"];

/** For tests: the samples' server is a file; at a URL that file does not hold nobody is at home. `asked` tells which. */
export function sampleProbation(asked: string[] = []): SampleAgency {
  return sampleAgency(probationConnector, "solent-probation", {
    details: {
      urlProblem: createDetailSource(HOSTS).urlProblem,
      fetchDetail: async (url) => {
        asked.push(url);
        return unknownReference("detailUrl", "detail", "have it answer");
      },
    },
  });
}

export const SENTENCE = {
  eventType: "probation-case.sentence.created",
  version: 1,
  occurredAt: "2026-11-12T17:05:00Z",
  additionalInformation: { eventNumber: "4" },
  personReference: { identifiers: [{ type: "CRN", value: "X900007" }] },
  detailUrl: "https://probation-api.example/people/X900007/sentences/4",
};

export const EXCLUSION = {
  ...SENTENCE,
  eventType: "probation-case.exclusion.updated",
  detailUrl: "https://probation-api.example/people/X900007/access-limitations",
};

export function readEvents(agency: SampleAgency, ...records: readonly object[]): Promise<SampleReading> {
  return agency.file("domain-events-1.json", JSON.stringify(records));
}

export function readAnswer(agency: SampleAgency, url: string, status: number, body: object): Promise<SampleReading> {
  return agency.file("detail-responses-1.ndjson", JSON.stringify({ url, status, body }));
}
