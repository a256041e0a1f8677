import { stringAttribute } from './attribute.ts';
import type { CodeRef } from './codeRef.ts';
import type { SpanDetail } from './span.ts';

const MAX_CHARS = 300;
/** `CartController::show`, `Admin::PricesController#index`, `Shop\Cart::total`: nothing but code is called like this. */
const METHOD = /^\\?[A-Z]\w*(?:(?:::|\\)[A-Z]\w*)*(?:::|#)[a-z_]\w*[?!]?$/;
/** What Active Record calls any query of a model. */
const QUERY = /^[A-Z]\w*(?:::[A-Z]\w*)*\.find_by_sql$/;
const ACTIVE_RECORD = 'OpenTelemetry::Instrumentation::ActiveRecord';

/** What an instrumentation says of a span's code without code attributes of it: a method as the span's name, a job's class. */
export function nameRef({
  name,
  scope,
  attributes,
}: Pick<SpanDetail, 'name' | 'scope' | 'attributes'>): CodeRef | undefined {
  const isMethod =
    name.length <= MAX_CHARS && (METHOD.test(name) || (scope.name === ACTIVE_RECORD && QUERY.test(name)));
  const functionName = isMethod ? name : jobMethod(attributes);
  if (functionName === undefined) return undefined;
  return { origin: 'attributes', filePath: undefined, line: undefined, column: undefined, functionName };
}

/** Active Job and Sidekiq tell the class of a job; its method is always the same. */
function jobMethod(attributes: SpanDetail['attributes']): string | undefined {
  const job =
    stringAttribute(attributes, 'messaging.sidekiq.job_class') ??
    (stringAttribute(attributes, 'messaging.system') === 'active_job'
      ? stringAttribute(attributes, 'code.namespace')
      : undefined);
  const method = `${job}#perform`;
  return job !== undefined && method.length <= MAX_CHARS && METHOD.test(method) ? method : undefined;
}
