/** A secret at rest: the name of an environment variable, or text sealed with the desk's key. Never the secret itself. */
export type SecretRef = { env: string } | { sealed: string };
