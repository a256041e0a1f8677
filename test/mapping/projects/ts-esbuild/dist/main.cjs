"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// src/telemetry.ts
var import_exporter_trace_otlp_http = require("@opentelemetry/exporter-trace-otlp-http");
var import_instrumentation_express = require("@opentelemetry/instrumentation-express");
var import_instrumentation_http = require("@opentelemetry/instrumentation-http");
var import_sdk_node = require("@opentelemetry/sdk-node");
var import_sdk_trace_base = require("@opentelemetry/sdk-trace-base");

// src/codeAttributes.ts
var import_semantic_conventions = require("@opentelemetry/semantic-conventions");
var FRAME_LIMIT = 32;
var CodeAttributes = class {
  #helpers;
  /** `helpers` are functions that start spans for others; the location of such a span is the helper's caller. */
  constructor(helpers) {
    this.#helpers = new Set(helpers);
  }
  onStart(span) {
    const site = callersOfOnStart().find((candidate) => this.#isApplication(candidate));
    if (!site) return;
    span.setAttributes({
      [import_semantic_conventions.ATTR_CODE_FILE_PATH]: site.getFileName() ?? void 0,
      [import_semantic_conventions.ATTR_CODE_LINE_NUMBER]: site.getLineNumber() ?? void 0,
      [import_semantic_conventions.ATTR_CODE_COLUMN_NUMBER]: site.getColumnNumber() ?? void 0,
      [import_semantic_conventions.ATTR_CODE_FUNCTION_NAME]: qualifiedName(site)
    });
  }
  onEnd() {
  }
  forceFlush() {
    return Promise.resolve();
  }
  shutdown() {
    return Promise.resolve();
  }
  #isApplication(site) {
    const file = site.getFileName();
    if (!file || file.startsWith("node:") || /[\\/]node_modules[\\/]/.test(file)) return false;
    return !this.#helpers.has(site.getFunctionName() ?? "");
  }
};
function callersOfOnStart() {
  const settings = Error;
  const { prepareStackTrace, stackTraceLimit } = settings;
  const holder = {};
  settings.stackTraceLimit = FRAME_LIMIT;
  settings.prepareStackTrace = (_, [, ...callers]) => callers;
  try {
    Error.captureStackTrace(holder, callersOfOnStart);
    return holder.stack ?? [];
  } finally {
    settings.prepareStackTrace = prepareStackTrace;
    settings.stackTraceLimit = stackTraceLimit;
  }
}
function qualifiedName(site) {
  const name = site.getFunctionName();
  const type = site.getTypeName();
  return name && type && type !== "Object" && !site.isToplevel() ? `${type}.${name}` : name ?? void 0;
}

// src/telemetry.ts
var sdk = new import_sdk_node.NodeSDK({
  serviceName: "orders",
  spanProcessors: [
    ...process.env.CODE_ATTRIBUTES === "off" ? [] : [new CodeAttributes(["inSpan"])],
    new import_sdk_trace_base.BatchSpanProcessor(new import_exporter_trace_otlp_http.OTLPTraceExporter())
  ],
  instrumentations: [new import_instrumentation_http.HttpInstrumentation(), new import_instrumentation_express.ExpressInstrumentation()]
});
sdk.start();
process.on("SIGTERM", () => void sdk.shutdown().finally(() => process.exit(0)));

// src/server.ts
var import_express = __toESM(require("express"));

// src/orders.ts
var import_api2 = require("@opentelemetry/api");
var import_node_http = require("node:http");

// src/tracing.ts
var import_api = require("@opentelemetry/api");
var tracer = import_api.trace.getTracer("orders");
async function inSpan(name, work) {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: import_api.SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}

// src/orders.ts
var OutOfStock = class extends Error {
  constructor(item) {
    super(`${item} is out of stock`);
    this.item = item;
    this.name = "OutOfStock";
  }
  item;
};
var OrderBook = class {
  #orders = /* @__PURE__ */ new Map();
  async place(order) {
    return inSpan("OrderBook.place", async (span) => {
      span.setAttribute("order.items", order.items.length);
      for (const item of order.items) await this.reserve(item);
      this.#orders.set(order.id, order);
      return order;
    });
  }
  async reserve(item) {
    const span = import_api2.trace.getTracer("orders").startSpan("reserve", { attributes: { item } });
    try {
      if (item === "unicorn") throw new OutOfStock(item);
    } catch (error) {
      span.recordException(error);
      throw error;
    } finally {
      span.end();
    }
  }
  find(id) {
    return import_api2.trace.getTracer("orders").startActiveSpan("find", (span) => {
      const order = this.#orders.get(id);
      span.end();
      return order;
    });
  }
};
var ship = async (order) => inSpan("ship", () => {
  return new Promise((resolve, reject) => {
    const call = (0, import_node_http.request)({ port: process.env.PORT, path: `/carrier/${order.id}`, method: "POST" }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    call.on("error", reject);
    call.end();
  });
});

// src/server.ts
var book = new OrderBook();
var app = (0, import_express.default)();
app.use(import_express.default.json());
app.use(requireCustomer);
app.post("/orders", async (req, res) => {
  const order = await book.place(req.body);
  await ship(order);
  res.status(201).json(order);
});
app.get("/orders/:id", (req, res) => {
  const order = book.find(req.params.id);
  if (!order) throw new Error(`no order ${req.params.id}`);
  res.json(order);
});
var carrier = import_express.default.Router();
carrier.post("/:id", function accept(_req, res) {
  res.sendStatus(202);
});
app.use("/carrier", carrier);
app.use((error, _req, res, _next) => {
  res.status(error instanceof OutOfStock ? 409 : 500).json({ error: error.message });
});
function requireCustomer(_req, _res, next) {
  next();
}
app.listen(Number(process.env.PORT), () => console.log("ready"));
//# sourceMappingURL=main.cjs.map
