import { api } from '#web/kit/api.ts'
import { itemStocktakes } from '../contract.ts'

export const stocktakes = api(itemStocktakes)
