import type { Officer } from "#schemas/scheme.ts";
import { leaksIn, type Probe } from "./probe.ts";

const PATH = "/v1/evaluation";
const TEMPLATES = ["measures", "value-for-money", "key-principles", "national"];

/** The whole report in every template to the scheme's manager: of nobody's data one token; to everybody else nothing at all. */
export async function sweepEvaluation(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const template of TEMPLATES) {
    for (const { agencyId, actor, role } of officersOf(probe)) {
      const ask = {
        agencyId,
        actor,
        purpose: "evaluation",
        method: "GET",
        path: `${PATH}?template=${template}`,
      } as const;
      problems.push(...(await swept(probe, ask, role === "schemeManager" ? 200 : 403)));
    }
  }
  return problems;
}

export async function sweepStatements(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  const body = { quarter: "2026-Q3", comparison: null };
  for (const { agencyId, actor, role } of officersOf(probe)) {
    const ask = { agencyId, actor, purpose: "evaluation", method: "POST", path: `${PATH}/statements`, body } as const;
    problems.push(...(await swept(probe, ask, role === "schemeManager" ? 201 : 403)));
  }
  return problems;
}

const SCORERS = ["leadOfficer", "iomSergeant", "iomInspector", "iomCoordinator", "spo", "probationPractitioner"];

export async function sweepScores(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  const dates = { dateOfBirth: "1991-07-17", convictedOn: "2021-08-05", followUpFrom: "2021-12-12" };
  const body = { ...dates, sex: "male", sanctions: 2, ageAtFirstSanction: 21, offence: "028/01" };
  for (const { agencyId, actor, role } of officersOf(probe)) {
    const path = `${PATH}/reconviction-scores`;
    const ask = { agencyId, actor, purpose: "iom-case-management", method: "POST", path, body } as const;
    problems.push(...(await swept(probe, ask, SCORERS.includes(role) ? 200 : 403)));
  }
  return problems;
}

function officersOf({ hub }: Probe): readonly Officer[] {
  return hub.stage.hub.scheme.officers;
}

type Asked = {
  readonly agencyId: string;
  readonly actor: string;
  readonly purpose: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: object;
};

async function swept(
  probe: Probe,
  { agencyId, method, path, ...options }: Asked,
  wanted: number,
): Promise<readonly string[]> {
  probe.hub.take();
  const { status } = await probe.hub.client(agencyId).call(method, path, options);
  const leaks = leaksIn(probe, probe.hub.take()).map((leak) => `${path} to ${options.actor}: ${leak}`);
  return [...(status === wanted ? [] : [`${path} to ${options.actor}: answered ${status}`]), ...leaks];
}
