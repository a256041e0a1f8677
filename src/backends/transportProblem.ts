import { Problem } from '../core/problem.ts';

/** What the sentence is about. */
export interface Transport {
  readonly who: string;
  /** `host[:port]` as asked. */
  readonly host: string;
  readonly deadlineMs: number;
}

type Sentence = (to: Transport) => string;

const refused: Sentence = ({ who, host }) => `${who} is not there: nothing listens at ${host}. Is the server running?`;
const noHost: Sentence = ({ who, host }) =>
  `${who} was not found: the name ${host} has no address. Check the URL, or the VPN.`;
const noRoute: Sentence = ({ who, host }) =>
  `${who} cannot be reached: there is no way to ${host}. Check the network, or the VPN.`;
const cut: Sentence = ({ who }) =>
  `${who} closed the connection before its answer was complete. Try again; its log says more.`;
const untrusted: Sentence = ({ who }) =>
  `${who} shows a certificate that this machine does not trust (self-signed, or from an unknown authority). Add the authority to the system, name its PEM file as "caFile" of this backend, or set "tlsRejectUnauthorized": false for this backend if you know the server.`;
const notTls: Sentence = ({ who }) =>
  `${who} does not speak TLS as asked. Is the URL meant to start with http://, or is its TLS version too old?`;
const notHttp: Sentence = ({ who }) =>
  `${who} does not answer in HTTP. Is the URL meant to start with https://, or the port another one?`;
const brokenCompression: Sentence = ({ who }) =>
  `${who} sent a compressed answer that is damaged or cut off. Try again.`;

/** Codes of Node's net, tls, dns, zlib and HTTP parser. */
const SENTENCES: ReadonlyMap<string, Sentence> = new Map<string, Sentence>([
  ['ECONNREFUSED', refused],
  ['ENOTFOUND', noHost],
  ['EAI_AGAIN', noHost],
  ['EHOSTUNREACH', noRoute],
  ['ENETUNREACH', noRoute],
  ['EADDRNOTAVAIL', noRoute],
  ['ETIMEDOUT', ({ who, host }) => `${who} cannot be reached: ${host} does not answer. Check the network, or the VPN.`],
  ['ECONNRESET', cut],
  ['EPIPE', cut],
  ['ERR_STREAM_PREMATURE_CLOSE', cut],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', untrusted],
  ['SELF_SIGNED_CERT_IN_CHAIN', untrusted],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', untrusted],
  ['UNABLE_TO_GET_ISSUER_CERT', untrusted],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', untrusted],
  [
    'CERT_HAS_EXPIRED',
    ({ who }) => `${who} shows a certificate that has expired. Renew it on the server, or check this machine's clock.`,
  ],
  [
    'CERT_NOT_YET_VALID',
    ({ who }) => `${who} shows a certificate that is not valid yet. Check the clocks of the server and this machine.`,
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    ({ who, host }) =>
      `${who} shows a certificate for another host than ${host}. Use the name that the certificate is for.`,
  ],
  ['EPROTO', notTls],
  ['Z_DATA_ERROR', brokenCompression],
  ['Z_BUF_ERROR', brokenCompression],
  ['HPE_HEADER_OVERFLOW', ({ who }) => `${who} sent headers larger than 16 KiB, which is not accepted.`],
]);

/** The Problem for a request that got no whole answer, by its error code. Messages of Node and axios are not repeated. */
export function transportProblem(code: string, to: Transport): Problem {
  const sentence =
    SENTENCES.get(code) ?? (code.startsWith('ERR_SSL') ? notTls : code.startsWith('HPE_') ? notHttp : undefined);
  if (sentence) return new Problem('unreachable', sentence(to));
  return new Problem(
    'unreachable',
    `${to.who} could not be asked (${/^\w{1,60}$/.test(code) ? code : 'unknown error'}).`,
  );
}

/** The Problem of the deadline, which counts from the request to the last byte: a server may trickle for ever (security.md B05). */
export function deadlineProblem({ who, deadlineMs }: Transport): Problem {
  return new Problem(
    'unreachable',
    `${who} did not finish answering within ${deadlineMs / 1000} s. Try again, or ask for less.`,
  );
}
