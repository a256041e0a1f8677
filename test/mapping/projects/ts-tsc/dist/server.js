"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const express_1 = __importDefault(require("express"));
const orders_1 = require("./orders");
const book = new orders_1.OrderBook();
const app = (0, express_1.default)();
app.use(express_1.default.json());
app.use(requireCustomer);
app.post('/orders', async (req, res) => {
    const order = await book.place(req.body);
    await (0, orders_1.ship)(order);
    res.status(201).json(order);
});
app.get('/orders/:id', (req, res) => {
    const order = book.find(req.params.id);
    if (!order)
        throw new Error(`no order ${req.params.id}`);
    res.json(order);
});
const carrier = express_1.default.Router();
carrier.post('/:id', function accept(_req, res) {
    res.sendStatus(202);
});
app.use('/carrier', carrier);
app.use((error, _req, res, _next) => {
    res.status(error instanceof orders_1.OutOfStock ? 409 : 500).json({ error: error.message });
});
function requireCustomer(_req, _res, next) {
    next();
}
app.listen(Number(process.env.PORT), () => console.log('ready'));
//# sourceMappingURL=server.js.map