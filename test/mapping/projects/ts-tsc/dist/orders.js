"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ship = exports.OrderBook = exports.OutOfStock = void 0;
const api_1 = require("@opentelemetry/api");
const node_http_1 = require("node:http");
const tracing_1 = require("./tracing");
class OutOfStock extends Error {
    item;
    constructor(item) {
        super(`${item} is out of stock`);
        this.item = item;
        this.name = 'OutOfStock';
    }
}
exports.OutOfStock = OutOfStock;
class OrderBook {
    #orders = new Map();
    async place(order) {
        return (0, tracing_1.inSpan)('OrderBook.place', async (span) => {
            span.setAttribute('order.items', order.items.length);
            for (const item of order.items)
                await this.reserve(item);
            this.#orders.set(order.id, order);
            return order;
        });
    }
    async reserve(item) {
        const span = api_1.trace.getTracer('orders').startSpan('reserve', { attributes: { item } });
        try {
            if (item === 'unicorn')
                throw new OutOfStock(item);
        }
        catch (error) {
            span.recordException(error);
            throw error;
        }
        finally {
            span.end();
        }
    }
    find(id) {
        return api_1.trace.getTracer('orders').startActiveSpan('find', (span) => {
            const order = this.#orders.get(id);
            span.end();
            return order;
        });
    }
}
exports.OrderBook = OrderBook;
const ship = async (order) => (0, tracing_1.inSpan)('ship', () => {
    return new Promise((resolve, reject) => {
        const call = (0, node_http_1.request)({ port: process.env.PORT, path: `/carrier/${order.id}`, method: 'POST' }, (response) => {
            response.resume();
            response.on('end', () => resolve(response.statusCode ?? 0));
        });
        call.on('error', reject);
        call.end();
    });
});
exports.ship = ship;
//# sourceMappingURL=orders.js.map