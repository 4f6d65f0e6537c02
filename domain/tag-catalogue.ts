import { foldTopic } from './fold.ts';

/** Where a tag comes from: what gives it to tickets, or makes it their subject. */
export type TagOrigin =
  | { kind: 'source'; id: string; name: string; isOff: boolean }
  /** A form of another vendor, whose responses become tickets. */
  | { kind: 'pushed-form'; id: string; name: string; isOff: boolean; isTopic: boolean }
  | {
      kind: 'form' | 'chatbot';
      id: string;
      name: string;
      isOff: boolean;
      version: number;
      /** Whether this version is not published: visitors do not get it yet. */
      isDraft: boolean;
      /** Whether tickets have it as their subject alone; rules look there too. */
      isTopic: boolean;
    };

export type CatalogueTag = { tag: string; origins: TagOrigin[] };

/** What gives tags: a source, a form of another vendor, or one version of a form or chatbot. */
export interface TagGiver {
  kind: TagOrigin['kind'];
  id: string;
  name: string;
  isOff: boolean;
  /** Of a form or chatbot; null for the rest. */
  version: number | null;
  isDraft: boolean;
  tags: readonly string[];
  /** Subjects that its tickets open with. */
  topics: readonly string[];
}

/**
 * The tags to choose from in a redirection rule, each with where it comes from; equal spellings (folded) are one. What
 * varies from ticket to ticket (`{{…}}`) is left out. A draft that gives no more than what is published is not named.
 */
export function tagCatalogue(givers: readonly TagGiver[]): CatalogueTag[] {
  const byTopic = new Map<string, CatalogueTag>();
  for (const giver of givers.toSorted((a, b) => Number(a.isDraft) - Number(b.isDraft))) {
    for (const tag of giver.tags) note(byTopic, tag, originOf(giver, false));
    for (const topic of giver.topics) note(byTopic, topic, originOf(giver, true));
  }
  return [...byTopic.values()].toSorted((a, b) => a.tag.localeCompare(b.tag, 'tr'));
}

function note(byTopic: Map<string, CatalogueTag>, tag: string, origin: TagOrigin): void {
  const topic = foldTopic(tag);
  if (!topic || topic === '*' || tag.includes('{{')) return;
  const entry = byTopic.get(topic) ?? { tag: tag.trim(), origins: [] };
  if (!entry.origins.some(({ id }) => id === origin.id)) entry.origins.push(origin);
  byTopic.set(topic, entry);
}

function originOf({ kind, id, name, isOff, version, isDraft }: TagGiver, isTopic: boolean): TagOrigin {
  if (kind === 'source') return { kind, id, name, isOff };
  if (kind === 'pushed-form') return { kind, id, name, isOff, isTopic };
  return { kind, id, name, isOff, version: version ?? 0, isDraft, isTopic };
}

/** Where the tag comes from, in words; every ticket for `*`. */
export function describeTagOrigin(tag: string, catalogue: readonly CatalogueTag[]): string {
  if (tag.trim() === '*') return 'every newly opened ticket';
  return findTag(tag, catalogue)?.origins.map(describeOrigin).join(', ') ?? 'typed by hand';
}

/** `chatbot night (version 3, draft)`, `source info@ (off)`. */
function describeOrigin(origin: TagOrigin): string {
  const words = 'version' in origin ? [`version ${origin.version}`] : [];
  if (origin.kind !== 'source' && origin.isTopic) words.push('as subject');
  if (isDraft(origin)) words.push('draft');
  if (origin.isOff) words.push('off');
  return `${origin.kind.replace('-', ' ')} ${origin.name}${words.length > 0 ? ` (${words.join(', ')})` : ''}`;
}

/** The warning for a tag that nothing gives to tickets, or not yet; null when something does. */
export function typedTagWarning(tag: string, catalogue: readonly CatalogueTag[]): string | null {
  if (tag.trim() === '*') return null;
  const known = findTag(tag, catalogue);
  if (!known)
    return `No source, form or chatbot gives the tag "${tag.trim()}": the rule acts only when a ticket comes with that tag, or with it as its subject.`;
  if (known.origins.some(givesNow)) return null;
  const origins = known.origins.map(describeOrigin).join(', ');
  return `The tag "${tag.trim()}" comes only from ${origins}: the rule acts once that is published and on.`;
}

function givesNow(origin: TagOrigin): boolean {
  return !origin.isOff && !isDraft(origin);
}

function isDraft(origin: TagOrigin): boolean {
  return 'isDraft' in origin && origin.isDraft;
}

const indexes = new WeakMap<readonly CatalogueTag[], Map<string, CatalogueTag>>();

/** Each catalogue is folded once: lists ask for every tag of theirs, and a desk may have thousands. */
function findTag(tag: string, catalogue: readonly CatalogueTag[]): CatalogueTag | undefined {
  let index = indexes.get(catalogue);
  if (!index) {
    index = new Map(catalogue.map((entry) => [foldTopic(entry.tag), entry]));
    indexes.set(catalogue, index);
  }
  return index.get(foldTopic(tag));
}
