import type { Context, MiddlewareHandler } from "hono";
import type { GatewayDependencies } from "#gateway/app.ts";
import type { CallerEnv } from "#gateway/caller/caller-env.ts";
import type { VerifiedRequest } from "#gateway/caller/verified-request.ts";
import { CATALOGUE } from "#policies/catalogue.ts";
import type { FieldRule, LoadedAgreement, PolicySet, Scope } from "#policies/policy-set.ts";
import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import type { Sql } from "#services/platform/database/database.ts";

/** The same gateway under agreements that give everything in full to everybody. */
export function raised(dependencies: GatewayDependencies): GatewayDependencies {
  return withPolicies(dependencies, (policies) => withScopes(policies, () => EVERYTHING));
}

/** The same gateway under agreements whose limits are forgotten. */
export function unlimited(dependencies: GatewayDependencies): GatewayDependencies {
  return withPolicies(dependencies, (policies) =>
    withScopes(policies, (scope) => ({
      ...scope,
      fields: new Map([...scope.fields].map(([field, { permits }]) => [field, { permits, limits: [] }])),
    })),
  );
}

/** The agreements as they were when the gateway began, whatever has happened since. */
export function frozen(dependencies: GatewayDependencies): GatewayDependencies {
  const first = dependencies.engine.policies();
  return withPolicies(dependencies, () => first);
}

function withPolicies(
  dependencies: GatewayDependencies,
  change: (policies: PolicySet) => PolicySet,
): GatewayDependencies {
  const { engine } = dependencies;
  const known = new WeakMap<PolicySet, PolicySet>();
  const changed = (policies: PolicySet) => {
    const before = known.get(policies) ?? change(policies);
    known.set(policies, before);
    return before;
  };
  return { ...dependencies, engine: { ...engine, policies: () => changed(engine.policies()) } };
}

/** Every scope of every agreement changed, for a test that gives or takes something. */
export function withScopes(policies: PolicySet, change: (scope: Scope) => Scope): PolicySet {
  const inAgreement = (agreement: LoadedAgreement): LoadedAgreement => ({
    ...agreement,
    scopes: new Map([...agreement.scopes].map(([key, scope]) => [key, change(scope)])),
  });
  return { ...policies, agreements: policies.agreements.map(inAgreement) };
}

const permit: FieldRule = {
  id: "P99",
  clause: "9.9",
  form: "full",
  rank: Number.MAX_SAFE_INTEGER,
  from: null,
  when: undefined,
  startsMs: 0,
  endsMs: Number.POSITIVE_INFINITY,
  onward: "never",
  terms: new Map(),
};

const isShareable = (field: FieldPath) => CATALOGUE[field].ladder.length > 1;
const EVERYTHING: Scope = {
  fields: new Map(FIELD_PATHS.filter(isShareable).map((field) => [field, { permits: [permit], limits: [] }])),
  personFacts: [],
};

/** What the gateway is told of people, with something changed in it: `change` is an SQL expression over `record`. */
export async function readsPeopleAs(owner: Sql, change: string): Promise<void> {
  await owner.unsafe(`
    alter function published.read_person(uuid) set schema core;
    create function published.read_person(person_id uuid) returns jsonb
      language sql stable security definer set search_path = pg_catalog as $$
        select ${change} from (select core.read_person(read_person.person_id) as record) as true_one $$;
    grant execute on function published.read_person(uuid) to hub_gateway;`);
}

/** The gateway is not told who is kept out, nor what is sealed. */
export function forgetsStops(owner: Sql): Promise<void> {
  return readsPeopleAs(owner, `record || '{"hubStop":null,"accessRestriction":null}'`);
}

/** Every change uses up a number of every subscription, seen or not. */
export async function numbersHiddenChanges(owner: Sql): Promise<void> {
  await owner.unsafe(`
    create function core.use_up() returns trigger language plpgsql security definer as $$
      begin update gateway.subscription set last_seq = last_seq + 1; return null; end $$;
    create trigger use_up after insert on core.change_feed for each row execute function core.use_up();`);
}

/** Everybody is taken for somebody else. In place, because a call is known to have been answered once by its object. */
export function takesCallersFor(change: Partial<VerifiedRequest>) {
  return (): MiddlewareHandler<CallerEnv> => async (c, next) => {
    Object.assign(c.var.caller, change);
    await next();
  };
}

/** Answers in the place of a refusal of these routes. */
export function overrules(routes: readonly string[], answer: (of: GatewayDependencies) => Promise<unknown> | unknown) {
  return (of: GatewayDependencies): MiddlewareHandler<CallerEnv> =>
    async (c, next) => {
      await next();
      if (c.res.status >= 400 && routes.some((route) => isRoute(route, c))) {
        const body = await answer(of);
        c.error = undefined;
        c.res = undefined;
        c.res = Response.json(body);
      }
    };
}

type Rewrite = (
  answer: Readonly<Record<string, unknown>>,
  c: Context<CallerEnv>,
  of: GatewayDependencies,
) => Promise<unknown> | unknown;

/** Changes the JSON of every answer of these routes before it is signed; what is returned is the new body. */
export function rewrites(routes: readonly string[], rewrite: Rewrite) {
  return (of: GatewayDependencies): MiddlewareHandler<CallerEnv> =>
    async (c, next) => {
      await next();
      if (routes.some((route) => isRoute(route, c)) && c.res.headers.get("content-type")?.includes("json") === true) {
        const { status, headers } = c.res;
        const body = await rewrite(JSON.parse(await c.res.text()), c, of);
        c.error = undefined;
        c.res = undefined;
        c.res = new Response(JSON.stringify(body), { status, headers });
      }
    };
}

export function isRoute(route: string, c: Context<CallerEnv>): boolean {
  const [method, pattern = ""] = route.split(" ");
  const segments = pattern.split("/");
  const path = c.req.path.split("/");
  return (
    method === c.req.method &&
    segments.length === path.length &&
    segments.every((segment, place) => segment.startsWith(":") || segment === path[place])
  );
}

/** The whole record of somebody, as only the hub's own parts may read it. */
export async function rawRecord({ sql }: GatewayDependencies): Promise<unknown> {
  const [row] = await sql<{ record: unknown }[]>`
    select published.read_person(person_id) as record from published.person order by person_id limit 1`;
  return row?.record;
}
