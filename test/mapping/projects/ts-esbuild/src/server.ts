import express, { type NextFunction, type Request, type Response } from 'express';
import { OrderBook, OutOfStock, ship } from './orders';

const book = new OrderBook();
const app = express();

app.use(express.json());
app.use(requireCustomer);

app.post('/orders', async (req, res) => {
  const order = await book.place(req.body);
  await ship(order);
  res.status(201).json(order);
});

app.get('/orders/:id', (req, res) => {
  const order = book.find(req.params.id);
  if (!order) throw new Error(`no order ${req.params.id}`);
  res.json(order);
});

const carrier = express.Router();
carrier.post('/:id', function accept(_req, res) {
  res.sendStatus(202);
});
app.use('/carrier', carrier);

app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
  res.status(error instanceof OutOfStock ? 409 : 500).json({ error: error.message });
});

function requireCustomer(_req: Request, _res: Response, next: NextFunction): void {
  next();
}

app.listen(Number(process.env.PORT), () => console.log('ready'));
