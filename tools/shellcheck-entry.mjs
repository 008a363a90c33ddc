// The npm package shellcheck as a bundle beside the main one: it is slow to load and rarely asked for.
export { shellcheck } from 'shellcheck';
