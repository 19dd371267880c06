/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the api is, when neither Hosting's rewrite nor `/api/client-config` can tell: for `vite` in development. */
  readonly VITE_API_ORIGIN?: string;
}
