import type { PushedMapping } from '../domain/platform/pushed-form.ts';
import { tagCatalogue, type CatalogueTag, type TagGiver } from '../domain/tag-catalogue.ts';
import type { Connection } from './connect.ts';

/** Blocks that open tickets; `tag` and `subject` are texts or null. */
const ticketBlocks = '$.flows.*[*] ? (@.kind == "create-ticket" || @.kind == "hand-over")';

/**
 * The tags and topics of everything that gives them: sources, forms of other vendors, and forms and chatbots in their
 * published and newest versions. What is removed is gone; what is off is marked.
 */
export async function loadTagCatalogue(connection: Connection): Promise<CatalogueTag[]> {
  const loads = [loadSources, loadPushedForms, loadDesigns].map((load) => load(connection));
  return tagCatalogue((await Promise.all(loads)).flat());
}

/** Without those that stand for a form or chatbot: the design itself tells. */
async function loadSources(connection: Connection): Promise<TagGiver[]> {
  const rows = await connection('sources')
    .whereNull('sources.removed_at')
    .whereNotExists(connection('designs').whereRaw('designs.source_id = sources.id'))
    .orderBy('sources.name')
    .select<{ id: string; name: string; isOn: boolean; tags: string[] }[]>({
      id: 'sources.id',
      name: 'sources.name',
      isOn: 'sources.is_on',
      tags: 'sources.tags',
    });
  return rows.map(({ id, name, isOn, tags }) => ({
    kind: 'source',
    id,
    name,
    isOff: !isOn,
    version: null,
    isDraft: false,
    tags,
    topics: [],
  }));
}

/** A form's name is the subject of its tickets where no answer is; only those give anything whose responses are redirected. */
async function loadPushedForms(connection: Connection): Promise<TagGiver[]> {
  const rows = await connection('pushed_forms')
    .join('sources', 'sources.id', 'pushed_forms.source_id')
    .whereNull('sources.removed_at')
    .orderBy('pushed_forms.name')
    .select<
      { id: string; name: string; isOn: boolean; isRedirected: boolean; tags: string[]; mapping: PushedMapping }[]
    >({
      id: 'pushed_forms.id',
      name: 'pushed_forms.name',
      isOn: 'sources.is_on',
      isRedirected: 'pushed_forms.is_redirected',
      tags: 'pushed_forms.tags',
      mapping: 'pushed_forms.mapping',
    });
  return rows.map(({ id, name, isOn, isRedirected, tags, mapping }) => ({
    kind: 'pushed-form',
    id,
    name,
    isOff: !(isOn && isRedirected),
    version: null,
    isDraft: false,
    tags,
    topics: mapping.subject ? [] : [name],
  }));
}

/** Only the few texts that matter leave the definitions: screens ask often, and designs are long. */
async function loadDesigns(connection: Connection): Promise<TagGiver[]> {
  const { rows } = await connection.raw<{ rows: (TagGiver & Record<'tags' | 'topics', unknown[]>)[] }>(
    `SELECT designs.kind, designs.id, designs.name, NOT sources.is_on AS "isOff", versions.version,
       versions.version IS DISTINCT FROM designs.published_version AS "isDraft",
       jsonb_path_query_array(definition, '$.tags[*]') || jsonb_path_query_array(definition, '$.redirectionTag')
         || jsonb_path_query_array(definition, :blockTags::jsonpath) AS tags,
       jsonb_path_query_array(definition, CASE designs.kind WHEN 'form' THEN '$.subject' ELSE :blockSubjects END::jsonpath)
         AS topics
     FROM designs
       JOIN sources ON sources.id = designs.source_id
       JOIN design_versions AS versions ON versions.design_id = designs.id
     WHERE designs.removed_at IS NULL AND (versions.version = designs.published_version
       OR versions.version = (SELECT max(version) FROM design_versions WHERE design_id = designs.id))
     ORDER BY designs.kind, designs.name_folded, versions.version`,
    { blockTags: `${ticketBlocks}.tag`, blockSubjects: `${ticketBlocks}.subject` },
  );
  return rows.map((row) => ({ ...row, tags: row.tags.filter(isText), topics: row.topics.filter(isText) }));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
