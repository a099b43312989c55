/** One agency at one meeting it was asked to. */
export type Attendance = { readonly agencyType: string; readonly attended: boolean };

export type Participation = {
  readonly agencyType: string;
  readonly invited: number;
  readonly attended: number;
  readonly percent: number;
};

/** How often each kind of partner came to the meetings it was asked to (F-74). Of agencies, not of anybody's case. */
export function countParticipation(attendances: readonly Attendance[]): readonly Participation[] {
  const types = [...new Set(attendances.map(({ agencyType }) => agencyType))].sort();
  return types.map((agencyType) => {
    const own = attendances.filter((one) => one.agencyType === agencyType);
    const attended = own.filter((one) => one.attended).length;
    return { agencyType, invited: own.length, attended, percent: Math.round((attended / own.length) * 100) };
  });
}
