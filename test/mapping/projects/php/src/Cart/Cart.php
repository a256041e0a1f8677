<?php

declare(strict_types=1);

namespace Shop\Cart;

use OpenTelemetry\API\Instrumentation\SpanAttribute;
use OpenTelemetry\API\Instrumentation\WithSpan;
use PDO;
use RuntimeException;

use function Shop\Pricing\discounted;

class Cart
{
    private PDO $database;

    public function __construct(private string $id)
    {
        $this->database = new PDO('sqlite::memory:');
        $this->database->exec('CREATE TABLE price (sku TEXT, cents INT)');
        $this->database->exec("INSERT INTO price VALUES ('apple', 128), ('pear', 207)");
    }

    #[WithSpan]
    public function total(#[SpanAttribute] int $percent = 10): int
    {
        $select = $this->database->prepare('SELECT cents FROM price WHERE sku = ?');
        $sum = 0;
        foreach (['apple', 'pear'] as $sku) {
            $select->execute([$sku]);
            $sum += (int) $select->fetchColumn();
        }

        return discounted($sum, $percent);
    }

    #[WithSpan('payment')]
    public function pay(Card $card): void
    {
        try {
            $card->charge($this->total());
        } catch (CardRefused $refused) {
            throw new RuntimeException("cart {$this->id} is not paid", 0, $refused);
        }
    }

    public static function refund(string $id): void
    {
        array_map(static function (int $cents) use ($id): never {
            throw new RuntimeException("cart {$id} was never paid");
        }, [-1]);
    }
}

final class CardRefused extends RuntimeException
{
}

class Card
{
    public function __construct(private string $number)
    {
    }

    #[WithSpan]
    public function charge(int $cents): void
    {
        array_map(fn (int $part) => $this->authorise($part), [$cents]);
    }

    private function authorise(int $cents): void
    {
        throw new CardRefused("card {$this->number} has no {$cents}");
    }
}
