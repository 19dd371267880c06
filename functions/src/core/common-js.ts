/**
 * A CommonJS package that was imported on demand. Node offers its names beside `default`, the bundle that is deployed
 * offers `default` alone.
 */
export function commonJs<T extends object>(loaded: T): T {
  const whole: unknown = 'default' in loaded ? loaded.default : null;
  return whole !== null && (typeof whole === 'object' || typeof whole === 'function') ? (whole as T) : loaded;
}
