module Admin
  class PricesController < ActionController::API
    def index
      ReceiptJob.perform_later('all')
      render json: Price.all.map(&:rounded)
    end
  end
end
