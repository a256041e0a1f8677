"""Writes the spans that ASP.NET Core, HttpClient and an ActivitySource make of the project: write.py PROJECT OUT"""
import json, pathlib, sys
here, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
def L(f, text):
    hits = [i + 1 for i, l in enumerate((here / 'src/Shop.Cart' / f).read_text().split('\n')) if text in l]
    assert len(hits) == 1, (text, hits)
    return hits[0]
throw = L('CartService.cs', 'throw new ArgumentException'); authorise = L('CartService.cs', 'Authorise(amount);')
charge = L('CartService.cs', 'card.Charge('); unpaid = L('CartService.cs', 'throw new InvalidOperationException'); pay = L('CartController.cs', 'carts.PayAsync')
each = L('CartService.cs', 'ForEach('); empty = L('Program.cs', 'carts.EmptyAsync'); ensure = L('CartService.cs', 'EnsureSuccessStatusCode'); whenall = L('CartService.cs', 'Task.WhenAll'); show = L('CartController.cs', 'Task<ActionResult<decimal>> Show')
MVC = """   at Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor.TaskOfIActionResultExecutor.Execute(ActionContext actionContext, IActionResultTypeMapper mapper, ObjectMethodExecutor executor, Object controller, Object[] arguments)
   at Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker.<InvokeActionMethodAsync>g__Awaited|12_0(ControllerActionInvoker invoker, ValueTask`1 actionResultValueTask)
   at Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker.<InvokeNextActionFilterAsync>g__Awaited|10_0(ControllerActionInvoker invoker, Task lastTask, State next, Scope scope, Object state, Boolean isCompleted)
   at Microsoft.AspNetCore.Routing.EndpointMiddleware.<Invoke>g__AwaitRequestTask|7_0(Endpoint endpoint, Task requestTask, ILogger logger)"""
def unpaid_text(p, nl='\n'):
    t = f"""System.InvalidOperationException: cart 7 is not paid
 ---> System.ArgumentException: card 4111 has no 3.02
   at Shop.Cart.Card.<Charge>g__Authorise|6_0(Decimal asked) in {p('CartService.cs')}:line {throw}
   at Shop.Cart.Card.Charge(Decimal amount) in {p('CartService.cs')}:line {authorise}
   at Shop.Cart.CartService.PayAsync(Int32 id, Card card) in {p('CartService.cs')}:line {charge}
   --- End of inner exception stack trace ---
   at Shop.Cart.CartService.PayAsync(Int32 id, Card card) in {p('CartService.cs')}:line {unpaid}
   at Shop.Cart.CartController.Checkout(Int32 id) in {p('CartController.cs')}:line {pay}
{MVC}"""
    return t.replace('\n', nl)
def empty_text(p, nl='\n'):
    # As .NET Framework and releases before .NET Core 2.1 print async methods and lambdas: the state machines themselves.
    return f"""System.Collections.Generic.KeyNotFoundException: no cart 7
   at Shop.Cart.CartService.<>c.<EmptyAsync>b__3_0(Int32 one) in {p('CartService.cs')}:line {each}
   at System.Collections.Generic.List`1.ForEach(Action`1 action)
   at Shop.Cart.CartService.<EmptyAsync>d__3.MoveNext() in {p('CartService.cs')}:line {each}
--- End of stack trace from previous location where exception was thrown ---
   at System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw()
   at System.Runtime.CompilerServices.TaskAwaiter.HandleNonSuccessAndDebuggerNotification(Task task)
   at Program.<>c.<<<Main>$>b__0_4>d.MoveNext() in {p('Program.cs')}:line {empty}""".replace('\n', nl)
def http_text(p):
    return f"""System.Net.Http.HttpRequestException: Response status code does not indicate success: 404 (Not Found).
   at System.Net.Http.HttpResponseMessage.EnsureSuccessStatusCode()
   at Shop.Cart.PriceClient.PriceOfAsync(String sku) in {p('CartService.cs')}:line {ensure}
   at Shop.Cart.CartService.<TotalAsync>b__1_0(String sku) in {p('CartService.cs')}:line {whenall}
   at Shop.Cart.CartService.TotalAsync(Int32 id) in {p('CartService.cs')}:line {whenall}
   at Shop.Cart.CartController.Show(Int32 id) in {p('CartController.cs')}:line {show}
{MVC}"""
def value(v): return {'intValue': str(v)} if isinstance(v, int) else {'stringValue': v}
def attributes(d): return [{'key': k, 'value': value(v)} for k, v in d.items()]
START = 1764000000000000000
def capture(name, seed, path, nl='\n', runtime='8.0.11'):
    n = 0; scopes = {}
    def span(scope, trace, parent, title, kind, at, took, tags, error=None, exception=None):
        nonlocal n; n += 1
        s = {'traceId': f'{seed}{trace:x}'.ljust(32, 'c'), 'spanId': f'{seed}{n:02x}'.ljust(16, 'a'), **({'parentSpanId': parent} if parent else {}), 'name': title, 'kind': kind,
             'startTimeUnixNano': str(START + at * 1000000), 'endTimeUnixNano': str(START + (at + took) * 1000000), 'attributes': attributes(tags), 'status': {'code': 2} if error else {}}
        if exception: s['events'] = [{'timeUnixNano': s['endTimeUnixNano'], 'name': 'exception', 'attributes': attributes(dict(zip(('exception.type', 'exception.message', 'exception.stacktrace'), exception)))}]
        scopes.setdefault(scope, []).append(s); return s['spanId']
    def server(t, method, route, target, status, at, took, exception=None):
        tags = {'server.address': 'shop', 'server.port': 8080, 'http.request.method': method, 'url.scheme': 'http', 'url.path': target, 'network.protocol.version': '1.1', **({'http.route': route} if route else {}), 'http.response.status_code': status}
        return span('Microsoft.AspNetCore', t, None, f'{method} {route}' if route else method, 2, at, took, tags, status >= 500, exception)
    def total(t, parent, at):
        me = span('Shop.Cart', t, parent, 'Total', 1, at, 20, {'code.function.name': 'TotalAsync', 'code.file.path': path('CartService.cs'), 'code.line.number': L('CartService.cs', 'Start("Total")')})
        for i, sku in enumerate(('apple', 'pear')):
            span('System.Net.Http', t, me, 'GET', 3, at + 1, 5 + i, {'http.request.method': 'GET', 'server.address': 'prices', 'server.port': 80, 'url.full': f'http://prices/prices/{sku}', 'network.protocol.version': '1.1', 'http.response.status_code': 200})
    s = server(1, 'GET', 'carts/{id:int}', '/carts/7', 200, 0, 30); total(1, s, 2)
    ex = ('System.InvalidOperationException', 'cart 7 is not paid', unpaid_text(path, nl))
    s = server(2, 'POST', 'carts/{id:int}/checkout', '/carts/7/checkout', 500, 100, 40, ex)
    c = span('Shop.Cart', 2, s, 'Checkout', 1, 101, 35, {}, True, ex)
    p = span('Shop.Cart', 2, c, 'Pay', 1, 102, 30, {'code.function.name': 'PayAsync', 'code.file.path': path('CartService.cs'), 'code.line.number': L('CartService.cs', 'Start("Pay")')}); total(2, p, 103)
    ex = ('System.Collections.Generic.KeyNotFoundException', 'no cart 7', empty_text(path, nl))
    s = server(3, 'DELETE', '/carts/{id:int}', '/carts/7', 500, 200, 9, ex); span('Shop.Cart', 3, s, 'Empty cart', 4, 201, 6, {})
    server(4, 'GET', '/health', '/health', 200, 300, 1); server(5, 'GET', None, '/missing', 404, 310, 1)
    ex = ('System.Net.Http.HttpRequestException', 'Response status code does not indicate success: 404 (Not Found).', http_text(path).replace('\n', nl))
    server(6, 'GET', 'carts/{id:int}', '/carts/8', 500, 320, 12, ex)
    resource = {'service.name': 'cart', 'telemetry.sdk.name': 'opentelemetry', 'telemetry.sdk.language': 'dotnet', 'telemetry.sdk.version': '1.12.0', 'process.runtime.name': '.NET', 'process.runtime.version': runtime}
    d = {'resourceSpans': [{'resource': {'attributes': attributes(resource)}, 'scopeSpans': [{'scope': {'name': k}, 'spans': v} for k, v in scopes.items()]}]}
    (out / f'{name}.otlp.json').write_text(json.dumps(d, indent=1) + '\n')
capture('deterministic', 'd', lambda f: f'/_/src/Shop.Cart/{f}')
capture('container', 'e', lambda f: f'/src/src/Shop.Cart/{f}')
capture('windows', 'f', lambda f: 'C:\\build\\shop\\src\\Shop.Cart\\' + f, '\r\n')
