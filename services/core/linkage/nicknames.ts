/** Forenames that stand for one another, folded. A short list of what is common in England and Wales; extend freely. */
const SAME_FORENAME: readonly (readonly string[])[] = [
  ["alexander", "alex", "al", "sandy"],
  ["alexandra", "alex", "sandra", "lexi"],
  ["andrew", "andy", "drew"],
  ["anthony", "tony", "ant"],
  ["benjamin", "ben", "benny"],
  ["bradley", "brad"],
  ["catherine", "katherine", "kathryn", "cathy", "kathy", "kate", "katie", "cath"],
  ["charles", "charlie", "chas"],
  ["christopher", "chris", "kit"],
  ["daniel", "dan", "danny"],
  ["david", "dave", "davey"],
  ["deborah", "debbie", "deb", "debs"],
  ["edward", "ed", "eddie", "ted", "teddy", "ned"],
  ["elizabeth", "liz", "lizzie", "beth", "betty", "eliza", "libby"],
  ["gareth", "gary", "gaz"],
  ["gregory", "greg"],
  ["jacob", "jake"],
  ["james", "jim", "jimmy", "jamie"],
  ["jennifer", "jen", "jenny"],
  ["john", "johnny", "jack", "jon"],
  ["jonathan", "jon", "jonny", "john"],
  ["joseph", "joe", "joey"],
  ["joshua", "josh"],
  ["kyle", "kye", "ky"],
  ["lawrence", "laurence", "larry", "laurie"],
  ["leonard", "len", "lenny", "leo"],
  ["margaret", "maggie", "meg", "peggy"],
  ["matthew", "matt", "matty"],
  ["michael", "mike", "mick", "mickey", "micky"],
  ["mohammed", "muhammad", "mohamed", "mohammad", "muhammed", "mo"],
  ["nathan", "nathaniel", "nate", "nath"],
  ["nicholas", "nicolas", "nick", "nicky"],
  ["oliver", "ollie", "olly"],
  ["oluwaseun", "seun"],
  ["patricia", "pat", "trish", "tricia"],
  ["patrick", "pat", "paddy"],
  ["peter", "pete"],
  ["philip", "phillip", "phil"],
  ["raymond", "ray"],
  ["rebecca", "becky", "becca", "bex"],
  ["richard", "rich", "rick", "ricky", "dick"],
  ["robert", "rob", "robbie", "bob", "bobby"],
  ["ronald", "ron", "ronnie"],
  ["samantha", "sam", "sammy"],
  ["samuel", "sam", "sammy"],
  ["sarah", "sara", "sally"],
  ["stephen", "steven", "steve", "stevie", "ste"],
  ["susan", "sue", "susie"],
  ["terence", "terry"],
  ["thomas", "tom", "tommy"],
  ["timothy", "tim"],
  ["tyler", "ty"],
  ["victoria", "vicky", "tori"],
  ["william", "will", "bill", "billy", "liam", "willie"],
  ["zachary", "zach", "zac", "zak"],
];

const GROUPS_OF = new Map<string, Set<number>>();
SAME_FORENAME.forEach((names, group) => {
  for (const name of names) {
    GROUPS_OF.set(name, (GROUPS_OF.get(name) ?? new Set<number>()).add(group));
  }
});

/** True when one folded forename is a usual short or other form of the other. */
export function isNickname(a: string, b: string): boolean {
  const groups = GROUPS_OF.get(b);
  return groups !== undefined && [...(GROUPS_OF.get(a) ?? [])].some((group) => groups.has(group));
}
