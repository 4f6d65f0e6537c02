import type { GraphClient, GraphObject } from './graph-client.ts';
import { isNotThere, isUnknownObject } from './graph-fault.ts';

/**
 * One object, or null when it is gone. Code 100 alone may also mean that a field is not known any more: then it is asked
 * for once without fields before anything is taken for gone.
 *
 * @throws PlatformFault
 */
export async function readNode(graph: GraphClient, id: string, fields: string): Promise<GraphObject | null> {
  try {
    return await graph.read({ path: id, query: { fields } });
  } catch (fault) {
    if (!isNotThere(fault)) throw fault;
    if (!isUnknownObject(fault) && (await isThere(graph, id))) throw fault;
    return null;
  }
}

async function isThere(graph: GraphClient, id: string): Promise<boolean> {
  try {
    await graph.read({ path: id, query: { fields: 'id' } });
    return true;
  } catch (fault) {
    if (isNotThere(fault)) return false;
    throw fault;
  }
}
