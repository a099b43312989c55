/**
 * The made-up people of the samples, by the name a test calls them. Nobody here exists.
 * `crn` is how probation knows them; the story of each is in services/demo/samples/people.json.
 */
export const daniel = { firstName: "Daniel", lastName: "Ashdown", crn: "X900001" } as const;
export const kyle = { firstName: "Kyle", lastName: "Brennan", crn: "X900002" } as const;
export const liam = { firstName: "Liam", lastName: "Cartwright", crn: "X900003" } as const;
export const luke = { firstName: "Luke", lastName: "Cartwright", crn: "X900004" } as const;
export const tyler = { firstName: "Tyler", lastName: "Dunmore", crn: "X900005" } as const;
export const sarah = { firstName: "Sarah", lastName: "Ellerby", crn: "X900006" } as const;
export const mohammed = { firstName: "Mohammed", lastName: "Farooqi", crn: "X900007" } as const;
export const jade = { firstName: "Jade", lastName: "Gosling", crn: "X900008" } as const;
export const peter = { firstName: "Peter", lastName: "Holloway", crn: "X900009" } as const;
export const craig = { firstName: "Craig", lastName: "Irving", crn: "X900010" } as const;
export const sian = { firstName: "Siân", lastName: "Morgan", crn: "X900012" } as const;

export type MadeUpPerson = { readonly firstName: string; readonly lastName: string; readonly crn: string };
