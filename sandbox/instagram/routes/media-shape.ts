import { type NodeShape, chooseFields } from '../../graph/choose-fields.ts';
import { graphTime } from '../../graph/graph-time.ts';
import { routeOf } from '../permissions.ts';
import { countComments } from '../store/comments.ts';
import type { Media } from '../store/state.ts';
import type { Call } from './call.ts';

interface MediaView extends Media {
  call: Call;
}

const mediaShape: NodeShape<MediaView> = {
  defaults: ['id'],
  fields: {
    caption: ({ caption }) => (caption === '' ? undefined : caption),
    media_type: ({ mediaType }) => mediaType,
    permalink: ({ permalink }) => permalink,
    timestamp: ({ at }) => graphTime(at),
    comments_count: ({ call, ...media }) => countComments(call.instagram, media),
    is_comment_enabled: ({ isCommentEnabled }) => isCommentEnabled,
  },
};

/** Only Facebook Login has `media_product_type` on media (secondary); the other route refuses it (stricter reading). */
const facebookMediaShape: NodeShape<MediaView> = {
  defaults: mediaShape.defaults,
  fields: { ...mediaShape.fields, media_product_type: ({ productType }) => productType },
};

/** Fields of a media (Instagram reference, "IG Media"). */
export function showMedia(call: Call, media: Media, fields: string | null): Record<string, unknown> {
  const shape = routeOf(call.token) === 'facebook-login' ? facebookMediaShape : mediaShape;
  return chooseFields({ ...media, call }, shape, fields);
}
