import type { ZodType } from 'zod';
import type { DesignPath } from './read-design.ts';

/** The part of a schema's definition that leads further in. */
interface Definition {
  shape?: Record<string, ZodType>;
  element?: ZodType;
  valueType?: ZodType;
  innerType?: ZodType;
  in?: ZodType;
  options?: readonly ZodType[];
}

/** The keys that a schema takes at a path: what may stand where an unknown key does. Empty when it cannot be told. */
export function schemaKeys(schema: ZodType, path: DesignPath): string[] {
  const found = path.reduce<ZodType | undefined>((at, key) => at && stepInto(plainSchema(at), key), schema);
  return found ? Object.keys(definitionOf(plainSchema(found)).shape ?? {}) : [];
}

function stepInto(schema: ZodType, key: string | number): ZodType | undefined {
  const { shape, element, valueType } = definitionOf(schema);
  return shape?.[String(key)] ?? element ?? valueType;
}

/** Without what is wrapped around it: optional, default, transformed, one of several. */
function plainSchema(schema: ZodType): ZodType {
  const { innerType, in: input, options } = definitionOf(schema);
  const inner = innerType ?? input ?? options?.find((option) => definitionOf(plainSchema(option)).shape);
  return inner ? plainSchema(inner) : schema;
}

function definitionOf(schema: ZodType): Definition {
  return schema._zod.def as Definition;
}
