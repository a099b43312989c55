import { call, HOUSING } from "../door/drive.ts";
import { differing } from "./judge.ts";
import type { Check } from "./leak-class.ts";
import type { Outlet } from "./outlets.ts";

/** L2: only the scheme's manager sees and states its measures, only who works with people has the scale worked out, each for its purpose. */
export function managersAlone(outlet: Outlet): Check {
  return async (door) => {
    const [method = "", path = ""] = outlet.split(" ");
    const manager = { ...HOUSING, agencyId: "iom-team", actor: "manager-01" };
    const who = [
      { ...HOUSING, purpose: "evaluation" },
      HOUSING,
      { ...manager, purpose: "iom-case-management" },
      { ...manager, actor: "nobody-of-the-register", purpose: "evaluation" },
    ];
    const asked = who.map((one) => call(door, one, method, path, method === "POST" ? { body: {} } : {}));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    return differing("who may not", statuses, [403, 403, 403, 403]);
  };
}
