require_relative 'config/application'
Shop::Application.initialize!
ActiveRecord::Schema.define { create_table(:prices, force: true) { |t| t.string :sku; t.integer :cents } }
Price.insert_all([{ sku: 'apple', cents: 128 }, { sku: 'pear', cents: 207 }])
run Shop::Application
