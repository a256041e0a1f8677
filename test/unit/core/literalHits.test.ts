import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalHits, mayBeIn } from '../../../src/core/literalHits.ts';
import type { HttpMethod } from '../../../src/core/httpMethod.ts';
import { routeSegments } from '../../../src/core/sourceText/routeTemplate.ts';
import { sourceLanguageOf, type SourceLanguage } from '../../../src/core/sourceText/sourceLanguage.ts';
import type { SpanLiteral } from '../../../src/core/spanLiterals.ts';

const spanName = (text: string): SpanLiteral => ({ kind: 'span-name', text });
const route = (text: string, method: HttpMethod | undefined): SpanLiteral => ({
  kind: 'route',
  text,
  segments: routeSegments(text)!,
  method,
});

/** `line evidence`, a hit each. */
function seen(fileName: string, source: string, literal: SpanLiteral): readonly string[] {
  return literalHits(source, literal, sourceLanguageOf(fileName)!).map(({ line, evidence }) => `${line} ${evidence}`);
}

/** A framework, a file, its text, what the span says, the hits. */
type Case = readonly [string, string, string, string, readonly string[]];

const ROUTES: readonly Case[] = [
  [
    'Express',
    'a.ts',
    "app.post('/orders/:id', save);\napp.get('/orders/:id', show);\napp.get('/orders', list);",
    'GET /orders/:id',
    ['2 made'],
  ],
  [
    'Express, a router mounted in the same file',
    'a.js',
    "const router = Router();\nrouter.get('/:id', show);\napp.use('/orders', router);",
    'GET /orders/:id',
    ['2 made'],
  ],
  [
    'Express, a router mounted elsewhere',
    'a.js',
    "router.get('/orders/:id', show);\nrouter.get('/:id', show);",
    'GET /api/orders/:id',
    ['1 tail'],
  ],
  [
    'Express, a chain',
    'a.ts',
    "router.route('/orders/:id')\n  .get(show)\n  .put(save);\nrouter.route('/orders/:id').post(add);",
    'PUT /orders/:id',
    ['1 made'],
  ],
  [
    'Fastify',
    'a.ts',
    "fastify.get('/orders/:id', { schema }, async (request) => find(request));\nfastify.route({\n  method: 'POST',\n  url: '/orders/:id',\n  handler: save,\n});",
    'POST /orders/:id',
    ['4 made'],
  ],
  [
    'a table of routes',
    'a.ts',
    "start({\n  routes: [{ method: 'GET', path: '/orders/:id', handle: show },\n  { method: 'POST', path: '/orders/:id', handle: save }],\n});",
    'GET /orders/:id',
    ['2 made'],
  ],
  [
    'NestJS',
    'a.ts',
    "@Controller('orders')\nexport class OrdersController {\n  @Get()\n  list() {}\n\n  @Get(':id')\n  show() {}\n\n  @Post(':id')\n  save() {}\n}",
    'GET /orders/:id',
    ['6 made'],
  ],
  [
    'NestJS without a path of its own',
    'a.ts',
    "@Controller('orders')\nexport class OrdersController {\n  @Get(':id')\n  show() {}\n\n  @Get()\n  list() {}\n}",
    'GET /orders',
    ['6 made'],
  ],
  [
    'Flask',
    'a.py',
    "@app.route('/orders/<int:id>')\ndef show(id):\n    pass\n\n@app.route('/orders/<int:id>', methods=['POST', 'PUT'])\ndef save(id):\n    pass",
    'POST /orders/<int:id>',
    ['5 made'],
  ],
  [
    'Flask, a blueprint',
    'a.py',
    "orders = Blueprint('orders', __name__, url_prefix='/orders')\n\n@orders.get('/<int:id>')\ndef show(id):\n    pass",
    'GET /orders/<int:id>',
    ['3 made'],
  ],
  [
    'FastAPI',
    'a.py',
    'router = APIRouter(prefix="/orders")\n\n@router.post("/{id}")\nasync def save(id: int): ...\n\n@router.get("/{id}")\nasync def show(id: int): ...',
    'GET /orders/{id}',
    ['6 made'],
  ],
  [
    'Django',
    'urls.py',
    "urlpatterns = [\n    path('orders/', views.list),\n    path('orders/<int:id>/', views.show),\n]",
    'GET orders/<int:id>/',
    ['3 unclear'],
  ],
  [
    'Django, a regular expression',
    'urls.py',
    "urlpatterns = [\n    re_path(r'^orders/(?P<id>[0-9]+)/$', views.show),\n]",
    'GET ^orders/(?P<id>[0-9]+)/$',
    ['2 unclear'],
  ],
  [
    'Gin',
    'a.go',
    'func main() {\n\tr := gin.Default()\n\tr.GET("/orders/:id", show)\n\tr.POST("/orders/:id", save)\n}',
    'GET /orders/:id',
    ['3 made'],
  ],
  [
    'Gin, a group',
    'a.go',
    'g := r.Group("/orders")\ng.GET("/:id", show)\nh := r.Group("/users")\nh.GET("/:id", show)',
    'GET /orders/:id',
    ['2 made'],
  ],
  [
    'net/http',
    'a.go',
    'mux.HandleFunc("GET /orders/{id}", show)\nmux.HandleFunc("POST /orders/{id}", save)',
    'POST /orders/{id}',
    ['2 made'],
  ],
  ['net/http without a method', 'a.go', 'http.HandleFunc("/orders", orders)', 'GET /orders', ['1 unclear']],
  [
    'gorilla',
    'a.go',
    'r.HandleFunc("/orders/{id}", show).Methods("GET")\nr.HandleFunc("/orders/{id}", save).Methods("PUT")',
    'PUT /orders/{id}',
    ['2 made'],
  ],
  [
    'chi',
    'a.go',
    'r.Route("/orders", func(r chi.Router) {\n\tr.Get("/{id}", show)\n\tr.Put("/{id}", save)\n})',
    'GET /orders/{id}',
    ['2 made'],
  ],
  [
    'Spring',
    'A.java',
    '@RestController\n@RequestMapping("/orders")\npublic class Orders {\n  @GetMapping("/{id}")\n  Order show() {}\n\n  @PostMapping\n  Order save() {}\n}',
    'GET /orders/{id}',
    ['4 made'],
  ],
  [
    'Spring without a path of its own',
    'A.java',
    '@RestController\n@RequestMapping("/orders")\npublic class Orders {\n  @GetMapping("/{id}")\n  Order show() {}\n\n  @PostMapping\n  Order save() {}\n}',
    'POST /orders',
    ['7 made'],
  ],
  [
    'Spring, any mapping',
    'A.java',
    'class Orders {\n  @RequestMapping(value = "/orders/{id}", method = RequestMethod.PUT)\n  Order save() {}\n}',
    'PUT /orders/{id}',
    ['2 made'],
  ],
  [
    'Spring, the prefix of another class',
    'A.java',
    '@RequestMapping("/orders")\nclass Orders {\n}\n\n@RequestMapping("/users")\nclass Users {\n  @GetMapping("/{id}")\n  User show() {}\n}',
    'GET /orders/{id}',
    [],
  ],
  [
    'JAX-RS',
    'A.java',
    '@Path("/orders")\npublic class Orders {\n  @GET\n  @Produces("application/json")\n  public List<Order> list() {}\n\n  @GET\n  @Path("/{id}")\n  public Order show() {}\n\n  @DELETE\n  @Path("/{id}")\n  public void drop() {}\n}',
    'GET /orders/{id}',
    ['8 made'],
  ],
  [
    'JAX-RS without a path of its own',
    'A.java',
    '@Path("/orders")\npublic class Orders {\n  @GET\n  public List<Order> list() {}\n\n  @GET\n  @Path("/{id}")\n  public Order show() {}\n}',
    'GET /orders',
    ['3 made'],
  ],
  [
    'Ktor',
    'A.kt',
    'routing {\n    route("/orders") {\n        get("/{id}") {\n            call.respond(show())\n        }\n        post("/{id}") { save() }\n    }\n}',
    'GET /orders/{id}',
    ['3 made'],
  ],
  [
    'ASP.NET minimal',
    'A.cs',
    'app.MapGet("/orders/{id:int}", (int id) => Find(id));\napp.MapPost("/orders/{id:int}", Save);',
    'GET /orders/{id}',
    ['1 made'],
  ],
  [
    'ASP.NET, a group',
    'A.cs',
    'var orders = app.MapGroup("/orders");\norders.MapGet("/{id}", Show);\norders.MapPut("/{id}", Save);',
    'PUT /orders/{id}',
    ['3 made'],
  ],
  [
    'ASP.NET controllers',
    'A.cs',
    '[ApiController]\n[Route("api/[controller]")]\npublic class OrdersController : ControllerBase\n{\n    [HttpGet]\n    public IActionResult List() => Ok();\n\n    [HttpGet("{id}")]\n    public IActionResult Show(int id) => Ok();\n}',
    'GET api/Orders/{id}',
    ['8 made'],
  ],
  [
    'ASP.NET controllers without a path of their own',
    'A.cs',
    '[ApiController]\n[Route("api/[controller]")]\npublic class OrdersController : ControllerBase\n{\n    [HttpGet]\n    public IActionResult List() => Ok();\n\n    [HttpGet("{id}")]\n    public IActionResult Show(int id) => Ok();\n}',
    'GET api/Orders',
    ['5 made'],
  ],
  [
    'Laravel',
    'web.php',
    "<?php\nRoute::get('/orders/{id}', [OrderController::class, 'show']);\nRoute::post('/orders/{id}', [OrderController::class, 'save']);",
    'POST orders/{id}',
    ['3 made'],
  ],
  [
    'Laravel, a group',
    'web.php',
    "<?php\nRoute::prefix('orders')->group(function () {\n    Route::get('/{id}', [OrderController::class, 'show']);\n});",
    'GET orders/{id}',
    ['3 made'],
  ],
  [
    'Symfony',
    'A.php',
    "<?php\nclass Orders {\n  #[Route('/orders/{id}', name: 'show', methods: ['GET'])]\n  public function show() {}\n}",
    'GET /orders/{id}',
    ['3 made'],
  ],
  [
    'Rails',
    'routes.rb',
    "Rails.application.routes.draw do\n  get '/orders/:id', to: 'orders#show'\n  post '/orders/:id', to: 'orders#save'\nend",
    'GET /orders/:id(.:format)',
    ['2 made'],
  ],
  ['Sinatra', 'a.rb', "post '/orders/:id' do |id|\nend\nget '/orders/:id' do |id|\nend", 'GET /orders/:id', ['3 made']],
  [
    'Axum',
    'a.rs',
    'let app = Router::new()\n    .route("/orders/{id}", get(show).put(save))\n    .route("/orders", post(add));',
    'PUT /orders/{id}',
    ['2 made'],
  ],
  [
    'Actix',
    'a.rs',
    '#[post("/orders/{id}")]\nasync fn save() {}\n\n#[get("/orders/{id}")]\nasync fn show() {}',
    'GET /orders/{id}',
    ['4 made'],
  ],
  [
    'Phoenix',
    'a.ex',
    'scope "/", Shop do\n  get "/orders/:id", OrderController, :show\nend',
    'GET /orders/:id',
    ['2 made'],
  ],
];

test.each(ROUTES)('a route of %s', (_, fileName, source, name, expected) => {
  const [method, path] = name.split(' ') as [HttpMethod, string];
  expect(seen(fileName, source, route(path, method))).toEqual(expected);
});

const SPANS: readonly Case[] = [
  [
    'JavaScript',
    'a.ts',
    "tracer.startActiveSpan(\n  'load cart',\n  { kind },\n  (span) => {},\n);",
    'load cart',
    ['2 made'],
  ],
  ['a helper', 'a.ts', "export const show = () => inSpan('load cart', () => fetch());", 'load cart', ['1 made']],
  ['Sentry', 'a.ts', "Sentry.startSpan({ op: 'db', name: 'load cart' }, run);", 'load cart', ['1 made']],
  ['Python', 'a.py', 'with tracer.start_as_current_span("load cart") as span:\n    pass', 'load cart', ['1 made']],
  [
    'a Python decorator',
    'a.py',
    '@tracer.start_as_current_span("load cart")\ndef load(): ...',
    'load cart',
    ['1 made'],
  ],
  ['Go', 'a.go', 'ctx, span := otel.Tracer("shop").Start(r.Context(), "load cart")', 'load cart', ['1 made']],
  ['Java', 'A.java', 'Span span = tracer\n  .spanBuilder("load cart")\n  .startSpan();', 'load cart', ['2 made']],
  ['a Java annotation', 'A.java', '@WithSpan("load cart")\nvoid load() {}', 'load cart', ['1 made']],
  ['.NET', 'A.cs', 'using var a = Source.StartActivity("load cart", ActivityKind.Internal);', 'load cart', ['1 made']],
  ['PHP', 'a.php', "<?php\n$span = $tracer->spanBuilder('load cart')->startSpan();", 'load cart', ['2 made']],
  ['Ruby', 'a.rb', "tracer.in_span('load cart') do |span|\nend", 'load cart', ['1 made']],
  ['Rust', 'a.rs', 'let span = info_span!("load cart", id = 1);', 'load cart', ['1 made']],
  [
    'a Rust attribute',
    'a.rs',
    '#[tracing::instrument(name = "load cart", skip(self))]\nfn load(&self) {}',
    'load cart',
    ['1 made'],
  ],
  ['Elixir', 'a.ex', 'Tracer.with_span "load cart" do\nend', 'load cart', ['1 made']],
  ['C++', 'a.cc', 'auto span = tracer->StartSpan("load cart");', 'load cart', ['1 made']],
  ['Swift', 'a.swift', 'let span = tracer.spanBuilder(spanName: "load cart").startSpan()', 'load cart', ['1 made']],
  ['a later name', 'a.ts', "span.updateName('load cart');", 'load cart', ['1 made']],
  [
    'a Rust function',
    'a.rs',
    '#[instrument(\n    skip(self),\n    err,\n)]\npub async fn load_cart(&self) {}\n\nfn other() { load_cart() }',
    'load_cart',
    ['5 function'],
  ],
  [
    'a Java method',
    'A.java',
    'class Cart {\n  @WithSpan(kind = SpanKind.SERVER)\n  @Retry(3)\n  public int price(int id) {\n    return total();\n  }\n}',
    'Cart.price',
    ['4 function'],
  ],
  [
    'a Kotlin method',
    'A.kt',
    'class Cart {\n  @WithSpan\n  suspend fun price(id: Int) = 1\n}',
    'Cart.price',
    ['3 function'],
  ],
  [
    'a Java method of another class',
    'A.java',
    'class Order {\n  @WithSpan\n  public int price() {}\n}',
    'Cart.price',
    [],
  ],
  [
    'a Java method that has its own name',
    'A.java',
    'class Cart {\n  @WithSpan("x")\n  public int price() {}\n}',
    'Cart.price',
    [],
  ],
  ['a constant', 'a.ts', "const LOAD = 'load cart';", 'load cart', ['1 bare']],
];

test.each(SPANS)('a span of %s', (_, fileName, source, name, expected) => {
  expect(seen(fileName, source, spanName(name))).toEqual(expected);
});

const path = (text: string): SpanLiteral => ({ ...route(text, 'GET'), kind: 'path' }) as SpanLiteral;
const call = (typeName: string, method: string): SpanLiteral => ({
  kind: 'call',
  text: `${typeName}.${method}`,
  typeName,
  method,
});
const nextRoute = (text: string, method?: HttpMethod): SpanLiteral => ({ kind: 'next-route', text, method });
const mount = (text: string): SpanLiteral => ({ kind: 'mount', text, segments: routeSegments(text)! });
const address = (text: string): SpanLiteral => ({ kind: 'address', text });
const template = (text: string): SpanLiteral => ({ kind: 'span-template', text });
const middleware = (text: string): SpanLiteral => ({ kind: 'middleware', text });

test.each<[string, string, string, SpanLiteral, readonly string[]]>([
  // Functions in the way of requests.
  [
    'declared, and put in use',
    'a.ts',
    'app.use(requireUser);\nfunction requireUser(req, res, next) {\n  next();\n}',
    middleware('requireUser'),
    ['1 function', '2 made'],
  ],
  [
    'put in use, below a path, among others',
    'a.ts',
    "app.use('/api', other, requireUser);",
    middleware('requireUser'),
    ['1 function'],
  ],
  [
    'made by a function of the name',
    'a.ts',
    "app.use(requireUser('admin'));",
    middleware('requireUser'),
    ['1 function'],
  ],
  [
    'of a package',
    'a.js',
    'app.use(express.urlencoded());\napp.use(\n  express.json({ limit: "1mb" }),\n);',
    middleware('jsonParser'),
    ['3 function'],
  ],
  [
    'only called in a handler',
    'a.js',
    'app.use((req, res) => { requireUser(req); res.json({}); });\nconst json = res.json();',
    middleware('requireUser'),
    [],
  ],
  ['a comment', 'a.js', '// app.use(requireUser)', middleware('requireUser'), []],
  // Routers.
  ['a router', 'a.ts', "app.use('/carrier', carrier);\napp.get('/carrier', show);", mount('/carrier'), ['1 made']],
  ['a router below another', 'a.ts', "app.use('/carrier', carrier);", mount('/api/carrier'), ['1 tail']],
  ['another router', 'a.ts', "app.use('/other', carrier);", mount('/carrier'), []],
  // Next.js.
  [
    'a handler of the method',
    'route.ts',
    'export const dynamic = 1;\nexport async function GET() {}\nexport async function POST() {}',
    nextRoute('/orders/route', 'POST'),
    ['3 made'],
  ],
  [
    'handlers of all methods',
    'route.ts',
    'export const GET = handle;\nexport { handle as POST };',
    nextRoute('/orders/route'),
    ['1 made', '2 made'],
  ],
  [
    'a page',
    'page.tsx',
    'import a from "a";\nexport default async function Page() {\n  return <p />;\n}',
    nextRoute('/orders', 'GET'),
    ['2 made'],
  ],
  [
    'a page that is exported by its name',
    'page.tsx',
    'function Page() {\n  return 1;\n}\nexport default Page;',
    nextRoute('/orders', 'GET'),
    ['1 made'],
  ],
  [
    'a file that exports something else',
    'route.ts',
    'export const dynamic = 1;',
    nextRoute('/orders/route', 'POST'),
    [],
  ],
  // What was asked for.
  [
    'a path without parameters',
    'main.go',
    'func a() {\n\tmux.HandleFunc("GET /panic", panics)\n}',
    path('/panic'),
    ['2 made'],
  ],
  [
    'a path with what a parameter stands for',
    'a.php',
    "$app->get('/carts/{id}/refund', show::class);\n$app->get('/carts/{id}', show::class);",
    path('/carts/7/refund'),
    ['1 unclear'],
  ],
  ['a parameter alone serves anything', 'a.ts', "app.get('/:id', show);", path('/panic'), []],
  ['another path', 'a.ts', "app.get('/panics', show);\napp.get('/a/panic/b', show);", path('/panic'), []],
  ['Ruby, in braces', 'a.rb', "get('/health') { 'ok' }", path('/health'), ['1 made']],
  // Addresses.
  [
    'C#',
    'a.cs',
    'class A\n{\n  Task B() => http.GetAsync($"/prices/{sku}");\n}',
    address('/prices/pear'),
    ['3 unclear'],
  ],
  [
    'Python, joined',
    'a.py',
    'requests.get(request.url_root + "rates/" + currency, timeout=5)',
    address('/rates/USD'),
    ['1 unclear'],
  ],
  [
    'JavaScript, among options',
    'a.ts',
    'const call = request({ port, path: `/carrier/${order.id}`, method: "POST" }, done);',
    address('/carrier/1'),
    ['1 unclear'],
  ],
  [
    'JavaScript, behind a host',
    'a.ts',
    'await fetch(`${BASE}/carrier/${id}`);\nawait fetch("http://x:1/carrier/1");',
    address('/carrier/1'),
    ['1 unclear', '2 unclear'],
  ],
  [
    'Go, sent later',
    'a.go',
    'request, _ := http.NewRequest("GET", self+"/rates/USD", nil)\nresponse, err := client.Do(request)',
    address('/rates/USD'),
    ['2 unclear'],
  ],
  ['a route is no client', 'a.ts', "app.get('/carrier/1', (req, res) => res.end());", address('/carrier/1'), []],
  ['another address', 'a.ts', 'await fetch(`/orders/${id}`);', address('/carrier/1'), []],
  ['nothing fixed', 'a.ts', 'await fetch(`/${id}/${b}`);', address('/carrier/1'), []],
  // Calls of a library's methods.
  [
    'a constructor',
    'a.php',
    "<?php\n$a = new PDO('x');\n$b = new \\PDO('x');\nnew PDOStatement('x');",
    call('PDO', '__construct'),
    ['2 unclear', '3 unclear'],
  ],
  [
    'a method of a value',
    'a.php',
    '<?php\n$a->execute([1]);\nexecute(1);\n$a->executeAll();',
    call('PDOStatement', 'execute'),
    ['2 unclear'],
  ],
  [
    'a method of a class',
    'a.rb',
    'Price.insert_all([1])\nOther.insert_all([1])\n# Price.insert_all',
    call('Price', 'insert_all'),
    ['1 unclear'],
  ],
  // Statements in files of their own.
  [
    'a file of statements',
    'schema.sql',
    "-- prices\nCREATE TABLE price (id INT);\nINSERT INTO price\n  (sku, cents)\nVALUES ('pear', 1);\n",
    { kind: 'query', text: 'INSERT INTO price (sku, cents) VALUES (' },
    ['3 bare'],
  ],
  [
    'another statement',
    'schema.sql',
    'CREATE TABLE price (id INT);\n',
    { kind: 'query', text: 'DROP TABLE price' },
    [],
  ],
  // Names that are put together.
  ['Ruby', 'a.rb', 'TRACER.in_span("restock #{sku}", kind: :producer) do', template('restock pear'), ['1 unclear']],
  ['Python', 'a.py', 'with tracer.start_as_current_span(f"restock {sku}"):', template('restock pear'), ['1 unclear']],
  [
    'Python, formatted',
    'a.py',
    'with tracer.start_as_current_span("restock %s" % sku):',
    template('restock pear'),
    ['1 unclear'],
  ],
  [
    'JavaScript',
    'a.ts',
    'tracer.startActiveSpan(`restock ${sku} of ${shop}`, (span) => 1);',
    template('restock pear of mine'),
    ['1 unclear'],
  ],
  ['Java', 'A.java', 'tracer.spanBuilder("restock " + sku).startSpan();', template('restock pear'), ['1 unclear']],
  ['Kotlin', 'A.kt', 'tracer.spanBuilder("restock $sku").startSpan()', template('restock pear'), ['1 unclear']],
  ['Go', 'a.go', 'ctx, span := tracer.Start(ctx, "restock "+sku)', template('restock pear'), ['1 unclear']],
  ['C#', 'a.cs', 'using var a = Source.StartActivity($"restock {sku}");', template('restock pear'), ['1 unclear']],
  [
    'PHP',
    'a.php',
    "<?php $tracer->spanBuilder('restock ' . $sku)->startSpan();",
    template('restock pear'),
    ['1 unclear'],
  ],
  ['another name', 'a.ts', 'tracer.startSpan(`reserve ${sku}`); const restock = 1;', template('restock pear'), []],
  ['a text for people', 'a.ts', 'tracer.startSpan(name); log(`restock ${sku}`);', template('restock pear'), []],
])('%s', (_, fileName, source, literal, expected) => {
  expect(seen(fileName, source, literal)).toEqual(expected);
});

test.each<[string, string, boolean]>([
  ['/orders/route', 'app/orders/route.ts', true],
  ['/orders/route', 'src/app/(shop)/orders/route.ts', true],
  ['/orders/route', 'app/orders/page.tsx', false],
  ['/orders/route', 'app/orders/items/route.ts', false],
  ['/orders', 'app/@modal/orders/page.tsx', true],
  ['/orders/[id]', 'app/orders/[id]/page.tsx', true],
  ['/orders', 'pages/orders.tsx', true],
  ['/orders', 'pages/orders/index.jsx', true],
  ['/', 'app/page.tsx', true],
  ['/', 'pages/index.tsx', true],
  ['/', 'app/orders/page.tsx', false],
  ['/', 'lib/stock.ts', false],
  ['/_not-found', 'app/page.tsx', false],
])('the route %s of Next.js and %s: %s', (text, file, expected) => {
  expect(mayBeIn(`/ws/${file}`, nextRoute(text))).toBe(expected);
});

test.each<readonly [string, string, string, SpanLiteral]>([
  ['a comment', 'a.ts', "// tracer.startSpan('load cart')\n/* startSpan('load cart') */", spanName('load cart')],
  ['a comment', 'a.py', "# tracer.start_span('load cart')", spanName('load cart')],
  [
    'a longer text',
    'a.ts',
    "tracer.startSpan('load cart again');\nstartSpan(`load cart`+x, `${a}load cart`)",
    spanName('load cart again and again'),
  ],
  ['a longer text', 'a.ts', "tracer.startSpan('load cart again');", spanName('load cart')],
  ['a piece of a text', 'a.ts', 'tracer.startSpan(`load cart${id}`);', spanName('load cart')],
  ['a log line', 'a.ts', "log.info('load cart');", spanName('load cart')],
  ['an event', 'a.ts', "span.addEvent('load cart');", spanName('load cart')],
  ['an attribute', 'a.ts', "startSpan('other', { attributes: { step: 'load cart' } });", spanName('load cart')],
  ['the body of a span', 'a.ts', "startSpan('other', () => { label = 'price'; });", spanName('price')],
  ['a word', 'a.ts', "const key = 'price';", spanName('price')],
  ['quotes that do not match', 'a.ts', 'startSpan("load cart\')', spanName('load cart')],
  ['a client', 'a.ts', "axios.get('/orders/:id', { params });\nfetch('/orders/:id');", route('/orders/:id', 'GET')],
  ['a client', 'a.py', "requests.get('/orders/list', timeout=3)", route('/orders/list', 'GET')],
  [
    'a request',
    'a.ts',
    "await app.inject({ method: 'GET', url: '/orders' });\naxios({ method: 'GET', url: '/orders', handler });",
    route('/orders', 'GET'),
  ],
  ['a map', 'a.ts', "const orders = routes.get('/orders');\ncache.get('/orders', load);", route('/orders', 'GET')],
  ['an event', 'a.ts', "stream.on('data', read);\nstream.on('/api/data', read);", route('/api/data', 'GET')],
  ['another method', 'a.ts', "app.post('/orders', save);", route('/orders', 'GET')],
  ['another parameter', 'a.ts', "app.get('/orders/:number', show);", route('/orders/:id', 'GET')],
  ['a longer route', 'a.ts', "app.get('/orders/:id/lines', show);", route('/orders/:id', 'GET')],
  ['the end alone', 'a.ts', "router.get('/:id', show); const name = 'orders';", route('/orders/:id', 'GET')],
  ['a comment', 'a.java', '/** @GetMapping("/orders") */', route('/orders', 'GET')],
])('%s is no hit: %#', (_, fileName, source, literal) => {
  expect(seen(fileName, source, literal)).toEqual([]);
});

test('texts after regular expressions, apostrophes and templates are still texts', () => {
  const source = "const quote = /['\"`]/;\nconst a = `it's ${f(`x ${'y'}`)} here`;\nstartSpan('load cart');";
  expect(seen('a.ts', source, spanName('load cart'))).toEqual(['3 made']);
  expect(seen('a.rs', 'fn f<\'a>(x: &\'a str) { span!(Level::INFO, "load cart") }', spanName('load cart'))).toEqual([
    '1 made',
  ]);
});

test.each([
  '/orders/{id}',
  '/orders/:id',
  '/orders/<int:id>',
  '/orders/[id]',
  'orders/{id:int}/',
  '/orders/:id(\\d+)',
  '/orders/{id:[0-9]{3}}',
  '^orders/(?P<id>\\d+)/$',
  '/orders/{id?}',
])('the parameter of %s is one', (path) => {
  expect(routeSegments(path)).toEqual(routeSegments('/orders/:id'));
});

const PROCEDURES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['Go', 'a.go', 'type client struct{}\n\nfunc (s *cartService) AddItem(ctx context.Context) error {', ['3 function']],
  ['Python', 'a.py', 'class Cart(CartServiceServicer):\n    def AddItem(self, request, context):', ['2 function']],
  ['Java', 'A.java', 'class Cart extends CartServiceImplBase {\n  public void addItem(Item item) {', ['2 function']],
  [
    '.NET',
    'A.cs',
    'class Cart : CartService.CartServiceBase {\n  public override Task<Empty> AddItem(Request r, ServerCallContext c) {',
    ['2 function'],
  ],
  ['Rust', 'a.rs', 'impl CartService for Shop {\n    async fn add_item(&self) {}', ['2 function']],
  ['Node', 'a.ts', 'server.addService(CartService, { addItem });\nfunction addItem(call, callback) {', ['2 function']],
  ['NestJS', 'a.ts', "@GrpcMethod('CartService', 'AddItem')\naddItem() {", ['1 function']],
  ['another service', 'a.go', 'func (s *server) AddItem(ctx context.Context) error {', ['1 bare']],
  ['a made stub', 'a.go', '// Code generated by protoc. DO NOT EDIT.\nfunc (c *CartService) AddItem(ctx', []],
];

test.each(PROCEDURES)('a procedure: %s', (_, fileName, source, expected) => {
  const source2 = fileName === 'a.go' && source.startsWith('type') ? `// CartService\n${source}` : source;
  const offset = source2 === source ? expected : ['4 function'];
  expect(seen(fileName, source2, { kind: 'rpc', text: 'AddItem', service: 'CartService' })).toEqual(offset);
});

test('a statement is found over lines, whatever its white space', () => {
  const literal: SpanLiteral = { kind: 'query', text: 'SELECT id, total FROM orders WHERE customer =' };
  const source =
    'const a = 1;\nconst sql = `\n  SELECT id, total\n  FROM orders\n  WHERE customer = $1`;\n// SELECT id, total FROM orders WHERE customer =';
  expect(seen('a.ts', source, literal)).toEqual(['2 bare']);
  expect(seen('a.py', 'Q = """\nSELECT id, total FROM orders\n  WHERE customer = %s"""', literal)).toEqual(['1 bare']);
  expect(
    seen('a.php', "<?php\n$q = <<<SQL\n  SELECT id, total FROM orders\n  WHERE customer = 'a'\n  SQL;", literal),
  ).toEqual(['3 bare']);
  expect(seen('a.rb', "q = <<~SQL\n  SELECT id, total FROM orders\n  WHERE customer = 'a'\nSQL\n", literal)).toEqual([
    '2 bare',
  ]);
});

test('a topic where it is sent to, or listened to', () => {
  const source =
    "producer.send({ topic: 'orders', messages });\nconsumer.subscribe({ topic: 'orders' });\ndb.table('orders');";
  expect(seen('a.ts', source, { kind: 'topic', text: 'orders', sends: true })).toEqual(['1 made']);
  expect(seen('a.ts', source, { kind: 'topic', text: 'orders', sends: false })).toEqual(['2 made']);
  const constant = 'const (\n\tTopic = "orders"\n\tTable = "orders"\n)';
  expect(seen('a.go', constant, { kind: 'topic', text: 'orders', sends: true })).toEqual(['2 bare']);
  const listener = '@KafkaListener(topics = "orders")\nvoid on(Order order) {}';
  expect(seen('A.java', listener, { kind: 'topic', text: 'orders', sends: false })).toEqual(['1 made']);
});

test.each(['a'.repeat(10_000), '(a+)+$', '.*', '[', '\\', '__proto__', 'constructor', '${x}', '</script>'])(
  'a hostile literal is text: %#',
  (text) => {
    const source = `startSpan(${JSON.stringify(text)});\nstartSpan("other");`;
    expect(seen('a.ts', source, spanName(text))).toEqual(['1 made']);
  },
);

const LANGUAGES = [
  'javascript',
  'python',
  'go',
  'jvm',
  'dotnet',
  'php',
  'ruby',
  'rust',
  'cpp',
  'swift',
  'elixir',
] as const satisfies readonly SourceLanguage[];
const PIECES = [
  '"',
  "'",
  '`',
  '"""',
  '\\',
  '\n',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '${',
  '#',
  '#[',
  '//',
  '/*',
  '*/',
  '/',
  '<<<A\n',
  '<<~A',
  'A\n',
  '@',
  'r#"',
  "'a",
  '.get(',
  'startSpan(',
  '@Get(',
  '=',
  ',',
  'x',
  'load cart',
  '/orders/{id}',
  ' ',
];

test('any source and literal give lines of the source, which hold the literal', () => {
  const source = fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 60 })
    .map((parts) => parts.join(''));
  const name = fc.oneof(fc.constantFrom('load cart', 'x', 'price'), fc.string({ minLength: 1, maxLength: 10 }));
  fc.assert(
    fc.property(source, name, fc.constantFrom(...LANGUAGES), (text, name, language) => {
      const lines = text.split('\n');
      for (const { line } of literalHits(text, spanName(name), language)) {
        expect(line).toBeLessThanOrEqual(lines.length);
        // An escape is written as two characters.
        if (!text.includes('\\') && !name.includes('\n')) expect(lines[line - 1]).toContain(name.split('.').at(-1));
      }
      for (const { line } of literalHits(text, route('/orders/{id}', 'GET'), language))
        expect(line).toBeLessThanOrEqual(lines.length);
      literalHits(text, { kind: 'query', text: name }, language);
      literalHits(text, { kind: 'topic', text: name, sends: true }, language);
      literalHits(text, { kind: 'rpc', text: 'AddItem', service: 'x' }, language);
      for (const literal of [
        template(name),
        address(`/${name}`),
        call(name, 'load'),
        middleware(name),
        path('/orders/7'),
      ])
        for (const { line } of literalHits(text, literal, language)) expect(line).toBeLessThanOrEqual(lines.length);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  '"',
  "'\\",
  '`${',
  '(',
  '{',
  '/',
  '<<<A\n',
  '<<~A ',
  '"""',
  '@Get(',
  "get('/:id', ",
  'r#"',
  '[',
  '/*',
  'class A ',
  '@Get() ',
])('much of %j takes little time', (piece) => {
  const source = `load cart /orders AddItem ${piece.repeat(Math.floor(300_000 / piece.length))}`;
  const literals: readonly SpanLiteral[] = [
    spanName('load cart'),
    route('/orders/{id}', 'GET'),
    { kind: 'rpc', text: 'AddItem', service: 'Cart' },
    path('/orders/7'),
    address('/orders/7'),
    mount('/orders'),
    middleware('load'),
    call('Cart', 'load'),
    template('load cart'),
    nextRoute('/orders'),
  ];
  for (const language of LANGUAGES) {
    const start = performance.now();
    for (const literal of literals) literalHits(source, literal, language);
    // Quadratic ones take minutes.
    expect(performance.now() - start).toBeLessThan(1_500);
  }
});
