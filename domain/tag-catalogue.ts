import { foldTopic } from './fold.ts';

/** Where a tag comes from: what gives it to tickets. Form and chatbot designs join here with their channels. */
export type TagOrigin = { kind: 'source'; id: string; name: string };
export type CatalogueTag = { tag: string; origins: TagOrigin[] };

/** The tags to choose from in a redirection rule, each with where it comes from; equal spellings (folded) are one. */
export function tagCatalogue(
  sources: readonly { id: string; name: string; tags: readonly string[] }[],
): CatalogueTag[] {
  const byTopic = new Map<string, CatalogueTag>();
  for (const source of sources)
    for (const tag of source.tags) {
      const topic = foldTopic(tag);
      if (!topic || topic === '*') continue;
      const entry = byTopic.get(topic) ?? { tag: tag.trim(), origins: [] };
      if (!entry.origins.some((origin) => origin.id === source.id))
        entry.origins.push({ kind: 'source', id: source.id, name: source.name });
      byTopic.set(topic, entry);
    }
  return [...byTopic.values()].toSorted((a, b) => a.tag.localeCompare(b.tag, 'tr'));
}

/** Where the tag comes from, in words; every ticket for `*`. */
export function describeTagOrigin(tag: string, catalogue: readonly CatalogueTag[]): string {
  if (tag.trim() === '*') return 'every newly opened ticket';
  const known = findTag(tag, catalogue);
  if (!known) return 'typed by hand';
  return known.origins.map((origin) => `${origin.kind} ${origin.name}`).join(', ');
}

/** The warning for a tag that nothing gives to tickets yet, or null when something does. */
export function typedTagWarning(tag: string, catalogue: readonly CatalogueTag[]): string | null {
  if (tag.trim() === '*' || findTag(tag, catalogue)) return null;
  return `No source gives the tag "${tag.trim()}": the rule acts only when a ticket comes with that tag, or with it as its subject.`;
}

function findTag(tag: string, catalogue: readonly CatalogueTag[]): CatalogueTag | undefined {
  const topic = foldTopic(tag);
  return catalogue.find((entry) => foldTopic(entry.tag) === topic);
}
