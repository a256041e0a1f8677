import { enclosingCall, type EnclosingCall } from './enclosingCall.ts';
import { isOnType } from './routeCall.ts';
import { endsWith, routeSegments, type RouteSegments } from './routeTemplate.ts';
import type { Bracket, ScannedSource } from './scanSource.ts';

/** What puts a path in front of other routes. */
interface RoutePrefix {
  readonly segments: RouteSegments;
  readonly call: EnclosingCall;
  readonly bracket: Bracket;
  /** On a class: it holds for what follows, up to the next. */
  readonly onType: boolean;
  /** `const router = ...`, `g := ...`: it holds for what is done with that. */
  readonly variable: string | undefined;
}

const MAKERS: ReadonlySet<string> = new Set(
  'requestmapping controller restcontroller path route routeprefix group prefix scope use register blueprint apirouter router mount mapgroup nest namespace include_router register_blueprint path_prefix pathprefix'.split(
    ' ',
  ),
);
const KEYS: ReadonlySet<string> = new Set('prefix url_prefix path value basepath'.split(' '));
const VARIABLE =
  /(?:^|[\s;(])([A-Za-z_$][\w$]*)(?::\s{0,2}[\w.]{1,40})?\s{0,3}:?=\s{0,3}(?:await\s|new\s)?[^\n=;]{0,80}$/;
const TYPE = /(?:^|\n)[^\n]{0,80}?\b(?:class|interface) [A-Z]/g;
const MAX_PREFIXES = 100;
const MAX_AROUND = 30;
const MAX_DEPTH = 6;

/** The prefixes of routes in one source text, and which of them a route has. */
export class RoutePrefixes {
  readonly #scanned: ScannedSource;
  readonly #prefixes: readonly RoutePrefix[];
  /** Where classes are declared. */
  readonly #types: readonly number[];

  constructor(scanned: ScannedSource) {
    this.#scanned = scanned;
    const prefixes: RoutePrefix[] = [];
    for (const string of scanned.strings) {
      if (prefixes.length === MAX_PREFIXES) break;
      if (!string.whole || string.end - string.start > 200) continue;
      const call = enclosingCall(scanned, string);
      if (!call?.bracket || !MAKERS.has(call.name.toLowerCase())) continue;
      if (call.key !== undefined && !KEYS.has(call.key.toLowerCase())) continue;
      const segments = routeSegments(scanned.source.slice(string.start, string.end));
      if (!segments || segments.length === 0) continue;
      const onType = call.decorates && isOnType(scanned, call);
      if (call.decorates && !onType) continue;
      prefixes.push({ segments, call, bracket: call.bracket, onType, variable: this.#variableOf(call) });
    }
    this.#prefixes = prefixes;
    this.#types = prefixes.some(({ onType }) => onType)
      ? [...scanned.code.matchAll(TYPE)].map(({ index }) => index)
      : [];
  }

  /**
   * What of a route's beginning is not told by the prefixes around a place of it: none when they tell all of it,
   * `undefined` when one of them tells another.
   */
  untold(beginning: RouteSegments, call: EnclosingCall | undefined): RouteSegments | undefined {
    let rest = beginning;
    let around = call;
    for (let i = 0; around && i < MAX_DEPTH; i++) {
      const prefix = this.#prefixOf(around);
      if (!prefix) break;
      const segments = this.#expanded(prefix, rest);
      // More than asked for, or another path.
      if (!endsWith(rest, segments)) return undefined;
      rest = rest.slice(0, rest.length - segments.length);
      around = prefix.call;
    }
    return rest;
  }

  #prefixOf(call: EnclosingCall): RoutePrefix | undefined {
    let onType: RoutePrefix | undefined;
    let other: RoutePrefix | undefined;
    for (const prefix of this.#prefixes) {
      if (prefix.call.at === call.at) continue;
      if (prefix.onType) {
        if (call.decorates && prefix.call.at < call.at && !isNested(prefix, call)) onType = prefix;
      } else if (this.#isAround(prefix, call)) other = prefix;
    }
    return other ?? (onType && this.#isOfSameType(onType, call) ? onType : undefined);
  }

  #isAround({ bracket, variable, call }: RoutePrefix, inner: EnclosingCall): boolean {
    if (variable !== undefined && variable === inner.receiver) return true;
    if (this.#isGivenTo(bracket, call, inner)) return true;
    let around = inner.bracket?.parent;
    for (let i = 0; around && i < MAX_AROUND; i++, around = around.parent) {
      if (around === bracket) return true;
      if (around.at <= bracket.end) continue;
      // `route("/x") {`, `prefix('/x')->group(`
      const between = this.#scanned.code.slice(bracket.end + 1, Math.min(around.at, bracket.end + 80));
      if (around.at - bracket.end < 60 && /^(?:\s*(?:->|\.)\s*\w+\s*)?\s*$/.test(between)) return true;
    }
    return false;
  }

  /** `app.use('/orders', router)`, `include_router(router, prefix='/orders')`. */
  #isGivenTo(bracket: Bracket, call: EnclosingCall, { receiver }: EnclosingCall): boolean {
    if (!/^(?:use|register|mount|include_router|register_blueprint|nest)$/i.test(call.name)) return false;
    if (!/^[\w$]{1,60}$/.test(receiver) || receiver === call.receiver) return false;
    const inside = this.#scanned.code.slice(bracket.at + 1, Math.min(bracket.end, bracket.at + 200));
    return inside.split(/[^\w$]+/).includes(receiver);
  }

  /** A class of its own without a prefix ends the one before. */
  #isOfSameType({ bracket }: RoutePrefix, { at }: EnclosingCall): boolean {
    const first = this.#types.findIndex((type) => type > bracket.end);
    const second = first < 0 ? undefined : this.#types[first + 1];
    return second === undefined || second > at;
  }

  /** ASP.NET's `[controller]` is the class's name without its ending. */
  #expanded({ segments, onType, bracket }: RoutePrefix, wanted: RouteSegments): RouteSegments {
    if (!onType || !segments.includes('[controller]')) return segments;
    const after = this.#scanned.code.slice(bracket.end, bracket.end + 2_000);
    const name = /\bclass\s{1,5}(\w{1,100}?)Controller\b/.exec(after)?.[1] ?? '';
    // The convention keeps the class's case; a service may ask for lower case.
    const inRoute = wanted.find((segment) => segment.toLowerCase() === name.toLowerCase());
    return segments.map((segment) => (segment === '[controller]' ? (inRoute ?? name) : segment));
  }

  #variableOf({ at }: EnclosingCall): string | undefined {
    return VARIABLE.exec(this.#scanned.code.slice(Math.max(0, at - 120), at))?.[1];
  }
}

function isNested({ bracket }: RoutePrefix, { at }: EnclosingCall): boolean {
  return at > bracket.at && at < bracket.end;
}
