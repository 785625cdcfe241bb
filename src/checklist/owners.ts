/** Who could own a step: the person at the keyboard, the team of the plan, owners there are already, authors in git. */
import { samePerson } from './filter.ts';

export interface OwnerChoice {
  readonly name: string;
  readonly from: 'you' | 'team' | 'owner' | 'git';
  /** Titles of the roles that the person holds in the team. */
  readonly roles: readonly string[];
}

export interface OwnerSources {
  /** Git's name for the person; '' where it has none. */
  readonly user: string;
  readonly team: readonly { readonly name: string; readonly roles: readonly string[] }[];
  /** Owners of steps, from the progress file. */
  readonly owners: readonly string[];
  /** Authors of commits. */
  readonly authors: readonly string[];
}

/** Each person once, spelt as in the first place that names them. */
export function ownerChoices({ user, team, owners, authors }: OwnerSources): readonly OwnerChoice[] {
  const named: OwnerChoice[] = [
    { name: spelling(team, user), from: 'you', roles: rolesOf(team, user) },
    ...team.map(({ name, roles }) => ({ name, from: 'team' as const, roles })),
    ...owners.map((name) => ({ name, from: 'owner' as const, roles: [] })),
    ...authors.map((name) => ({ name, from: 'git' as const, roles: [] })),
  ];
  const found: OwnerChoice[] = [];
  for (const one of named) {
    if (one.name.trim() !== '' && !found.some(({ name }) => samePerson(name, one.name))) {
      found.push(one);
    }
  }
  return found;
}

/** The plan's spelling of a name where it has the person, so that files agree. */
function spelling(team: OwnerSources['team'], name: string): string {
  return team.find((one) => samePerson(one.name, name))?.name ?? name;
}

function rolesOf(team: OwnerSources['team'], name: string): readonly string[] {
  return team.find((one) => samePerson(one.name, name))?.roles ?? [];
}
