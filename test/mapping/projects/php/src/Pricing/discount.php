<?php

declare(strict_types=1);

namespace Shop\Pricing;

use OpenTelemetry\API\Instrumentation\WithSpan;

#[WithSpan]
function discounted(int $cents, int $percent): int
{
    return $cents - intdiv($cents * $percent, 100);
}
