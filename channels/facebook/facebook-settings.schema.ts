import { z } from 'zod';
import { baseUrl } from '../base-url.schema.ts';
import { graphSettings } from '../graph/graph-settings.schema.ts';

export const facebookSettings = z.strictObject({ ...graphSettings, baseUrl: baseUrl('https://graph.facebook.com') });
