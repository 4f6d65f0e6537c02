import type { AttributeDefinition, AttributeValue } from '../domain/attribute.ts';
import { DeskError } from '../domain/errors.ts';
import type { Connection } from './connect.ts';
import { toJson } from './write-together.ts';

/** Contacts that are changed by one statement when a definition goes. */
const STRIPPED_AT_ONCE = 5000;

/** What is noted of a contact, by the names of attributes. */
export async function contactAttributes(
  connection: Connection,
  contactId: string,
): Promise<Record<string, AttributeValue>> {
  const { rows } = await connection.raw<{ rows: { name: string; value: AttributeValue }[] }>(
    `SELECT attribute_definitions.name, noted.value FROM contacts
       CROSS JOIN jsonb_each(contacts.attributes) AS noted (id, value)
       JOIN attribute_definitions ON attribute_definitions.id::text = noted.id
       WHERE contacts.id = ? ORDER BY attribute_definitions.name_folded`,
    [contactId],
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Writes values, by the ids of attributes; null takes one away. */
export async function noteValues(
  transaction: Connection,
  contactId: string,
  noted: readonly [AttributeDefinition, AttributeValue | null][],
): Promise<void> {
  if (noted.length === 0) return;
  const values = toJson(Object.fromEntries(noted.map(([{ id }, value]) => [id, value])));
  await transaction.raw(
    `UPDATE contacts SET attributes = jsonb_strip_nulls(attributes || :values::jsonb)
       WHERE contacts.id = :contactId AND attributes IS DISTINCT FROM jsonb_strip_nulls(attributes || :values::jsonb)`,
    { values, contactId },
  );
}

/** A value that stands with a contact keeps meaning what it says. @throws DeskError REFUSED */
export async function checkValuesFit(
  transaction: Connection,
  known: AttributeDefinition,
  wish: Pick<AttributeDefinition, 'type' | 'choices'>,
): Promise<void> {
  if (known.type !== wish.type && wish.type !== 'text') {
    const { rows } = await transaction.raw<{ rows: unknown[] }>(
      'SELECT 1 FROM contacts WHERE jsonb_exists(attributes, ?) LIMIT 1',
      [known.id],
    );
    if (rows.length > 0)
      throw new DeskError(
        'REFUSED',
        `contacts have values of ${known.name}; a ${known.type} cannot become another type`,
      );
  }
  const gone = known.choices.filter((choice) => wish.type === 'choice' && !wish.choices.includes(choice));
  const { rows } = await transaction.raw<{ rows: { value: string }[] }>(
    'SELECT attributes ->> :id AS value FROM contacts WHERE attributes ->> :id = ANY (:gone::text[]) LIMIT 1',
    { id: known.id, gone },
  );
  if (rows[0]) throw new DeskError('REFUSED', `contacts have ${known.name} ${rows[0].value}; that choice must stay`);
}

/** Takes values away from some contacts. @returns from how many */
export async function stripValues(connection: Connection, id: string): Promise<number> {
  const { rowCount } = await connection.raw<{ rowCount: number }>(
    `UPDATE contacts SET attributes = attributes - :id::text WHERE contacts.id IN (
       SELECT contacts.id FROM contacts WHERE jsonb_exists(attributes, :id) LIMIT ${STRIPPED_AT_ONCE})`,
    { id },
  );
  return rowCount;
}
