import { z } from 'zod';
import { graphSettings } from '../graph/graph-settings.schema.ts';

/** One app can use only one of the two (Instagram Platform, "App Review"). */
const baseUrls = { instagram: 'https://graph.instagram.com', 'facebook-login': 'https://graph.facebook.com' };

export const instagramSettings = z
  .strictObject({
    login: z.enum(['instagram', 'facebook-login']).default('instagram').describe('The route the account logged in by'),
    ...graphSettings,
  })
  .transform((settings) => ({ ...settings, baseUrl: settings.baseUrl ?? baseUrls[settings.login] }));
