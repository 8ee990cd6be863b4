import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { allow, BundledFunction } from '../../infra/constructs/bundled-function.ts';
import { ignoreChecks } from '../../infra/constructs/cfn-lint.ts';
import { KeyedTable } from '../../infra/constructs/keyed-table.ts';
import { createMachine } from '../../infra/constructs/machine.ts';
import { acknowledgeNist } from '../../infra/constructs/nist.ts';
import type { Stage } from '../../infra/constructs/stage.ts';

/** Sample: orders for items in stock. An order for more items than the stock has is cancelled. */
export class OrderFulfilmentStack extends Stack {
  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id);
    acknowledgeNist(this);
    ignoreChecks(this);
    const inventory = new KeyedTable(this, 'Inventory', { tableName: 'inventory', key: 'id', stage }).table;
    const orders = new KeyedTable(this, 'Orders', { tableName: 'orders', key: 'orderId', stage }).table;
    const create = (construct: string, name: string, actions: readonly (readonly [string, string])[]) =>
      new BundledFunction(this, construct, {
        name,
        stage,
        environment: { INVENTORY_TABLE: inventory.tableName, ORDERS_TABLE: orders.tableName },
        mayCall: actions.map(([action, arn]) => allow([action], [arn])),
      }).function;
    const checkInventory = create('CheckInventory', 'check-inventory', [['dynamodb:GetItem', inventory.tableArn]]);
    const cancelOrder = create('CancelOrder', 'cancel-order', [['dynamodb:UpdateItem', orders.tableArn]]);
    const completeOrder = create('CompleteOrder', 'complete-order', [['dynamodb:UpdateItem', orders.tableArn]]);
    const updateInventory = create('UpdateInventory', 'update-inventory', [
      ['dynamodb:UpdateItem', inventory.tableArn],
      ['dynamodb:UpdateItem', orders.tableArn],
    ]);
    createMachine(this, {
      name: 'order-fulfilment',
      definition: join(import.meta.dirname, 'order-fulfilment.asl.json'),
      calls: {
        CheckInventory: checkInventory,
        CancelOrder: cancelOrder,
        CompleteOrder: completeOrder,
        UpdateInventory: updateInventory,
      },
      substitutions: {},
      mayCall: [],
      stage,
    });
  }
}
