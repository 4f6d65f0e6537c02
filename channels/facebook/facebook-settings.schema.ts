import { z } from 'zod';
import { graphSettings } from '../graph/graph-settings.schema.ts';

export const facebookSettings = z
  .strictObject(graphSettings)
  .transform((settings) => ({ ...settings, baseUrl: settings.baseUrl ?? 'https://graph.facebook.com' }));
