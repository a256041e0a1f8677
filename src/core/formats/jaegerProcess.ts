import { readJaegerTags, type JaegerTag } from './jaegerTag.ts';
import type { JsonReader } from './jsonReader.ts';

/** What Jaeger keeps of an OTLP resource. */
export interface JaegerProcess {
  readonly service: string;
  readonly tags: readonly JaegerTag[];
}

/** Reads `{serviceName, tags}`: a value of `processes`, or what some clones put into each span as `process`. */
export function readJaegerProcess(json: JsonReader): JaegerProcess {
  let service = '';
  let tags: readonly JaegerTag[] = [];
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    if (key === 'serviceName' && json.peek() === 'string') service = json.string();
    else if (key === 'tags') tags = readJaegerTags(json);
    else json.skip();
  }
  return { service, tags };
}
