/** Set when the bundle is built, from package.json. */
declare const NETGEN_VERSION: string | undefined;

export const version = typeof NETGEN_VERSION === 'string' ? NETGEN_VERSION : '0.0.0-development';
