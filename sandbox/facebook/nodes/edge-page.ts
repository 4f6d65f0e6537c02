import { chooseFields, type NodeShape } from '../../graph/choose-fields.ts';
import { type GraphPage, graphPage, type PagingRules } from '../../graph/graph-paging.ts';
import type { GraphCall } from '../graph-call.ts';

interface EdgePage<Node> {
  /** In the order of the edge. */
  nodes: readonly Node[];
  shape: NodeShape<Node>;
  rules: PagingRules;
}

/** One page of an edge, each node with the fields asked for. `next` carries the token, also one that came as a header. */
export function edgePage<Node extends { id: string }>(
  { request, query, token }: GraphCall,
  { nodes, shape, rules }: EdgePage<Node>,
): GraphPage<Record<string, unknown>> {
  const url = new URL(request.url);
  url.searchParams.set('access_token', token.token);
  const page = graphPage({ items: nodes, url, baseUrl: `http://${request.headers.host ?? '127.0.0.1'}`, rules });
  const data = page.data.map((node) => chooseFields(node, shape, query.get('fields')));
  return { ...page, data };
}
